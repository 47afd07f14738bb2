"""A person at a keyboard: reads a page, acts on the version just read, keeps what was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.http import Answer, Api
from tests.world import World

API = "/api/v1/"
PAPER = b"%PDF-1.7 a training paper"
BOUNDARY = "a-line-between-parts"


@dataclass
class Person:
    """One person, seen only through HTTP; ``refusals`` collects every code met on the way."""

    api: Api
    refusals: set[str]

    def read(self, path: str) -> Any:
        """Return what a page says."""
        answer = self.api.get(API + path)
        assert answer.status == 200, (path, answer.content)
        return answer.json

    def version(self, path: str) -> str:
        """Return the version of an object just read."""
        return self.api.get(API + path).etag

    def make(self, path: str, body: Any) -> Any:
        """Make a new object."""
        answer = self.api.post(API + path, body)
        assert answer.status == 201, (path, answer.content)
        return answer.json

    def add(self, whole: str, part: str, body: Any) -> Any:
        """Add a part to an object."""
        answer = self.api.post(f"{API}{whole}{part}/", body, version=self.version(whole))
        assert answer.status in {200, 201}, (whole, part, answer.content)
        return answer.json

    def write(self, path: str, body: Any, *, part: str = "", method: str = "PATCH") -> Any:
        """Write into an object or one of its parts."""
        answer = self._send(method, path, part, body)
        assert answer.status in {200, 201}, (path, part, answer.content)
        return answer.json

    def _send(self, method: str, path: str, part: str, body: Any) -> Answer:
        return self.api.send(
            method, API + path + part, body=body, version=self.version(path), key=""
        )

    def upload(self, path: str, part: str, *, method: str = "POST", **fields: str) -> Any:
        """Send a file with some fields."""
        answer = self.api.send(
            method,
            API + path + part,
            body=_multipart(fields),
            version=self.version(path),
            key="",
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )
        assert answer.status in {200, 201}, (path, part, answer.content)
        return answer.json if answer.content else None

    def does(self, path: str, step: str, **given: Any) -> Any:
        """Take a step that succeeds."""
        answer = self.api.post(f"{API}{path}{step}/", given, version=self.version(path))
        assert answer.status == 200, (path, step, answer.content)
        return answer.json

    def refused(self, path: str, step: str, *codes: str, **given: Any) -> None:
        """Try a step that must be refused with exactly these codes and change nothing."""
        before = self.version(path)
        answer = self.api.post(f"{API}{path}{step}/", given, version=before)
        problem = answer.json
        met = {reason["code"] for reason in problem.get("reasons", [])} or {problem["code"]}
        assert answer.status in {403, 409, 422}, (path, step, answer.content)
        assert met == set(codes), (path, step, met)
        assert self.version(path) == before, (path, step)
        self.refusals |= met

    def unseen(self, path: str) -> None:
        """Ask for an object that is not for this person: as if it did not exist."""
        answer = self.api.get(API + path)
        assert (answer.status, answer.code) == (404, "not_found"), (path, answer.content)

    def state(self, path: str) -> str:
        """Return where an object stands."""
        return str(self.read(path)["state"])


def _multipart(fields: dict[str, str]) -> bytes:
    lines = []
    for name, value in fields.items():
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{name}"', "", value]
    lines += [f"--{BOUNDARY}", 'Content-Disposition: form-data; name="file"; filename="a.pdf"']
    head = "\r\n".join([*lines, "Content-Type: application/pdf", "", ""]).encode()
    return head + PAPER + f"\r\n--{BOUNDARY}--\r\n".encode()


@dataclass
class Cast:
    """Everybody in the story, by the name of the actor."""

    world: World
    refusals: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        """Return a person, signing them in when they first appear."""
        if name not in self.people:
            self.people[name] = Person(Api.of(self.world, name), self.refusals)
        return self.people[name]
