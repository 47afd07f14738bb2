"""A person at the API: signed in, speaking JSON, keeping versions and keys in mind."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import User
from tests.entering import let_in
from tests.world import World


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        """Return the body as a value."""
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """Return the stable code of a problem document."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        told: str = self.json["code"]
        return told

    @property
    def etag(self) -> str:
        """Return the entity tag."""
        tag: str = self.headers["ETag"]
        return tag


@dataclass
class Api:
    """One caller. ``Api.of(world, "section_chief")`` signs in by session; "" is nobody."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    token: str = ""

    @classmethod
    def of(cls, world: World, name: str = "") -> Api:
        """Return a caller by the name of an actor."""
        return cls().signed_in(world.user(name)) if name else cls()

    def signed_in(self, user: User) -> Api:
        """Sign a person in without a password."""
        let_in(self.client, user)
        return self

    def get(self, path: str, **headers: str) -> Answer:
        """Read."""
        return self.send("GET", path, headers=headers)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        version: Any = None,
        key: str | None = "",
        **headers: str,
    ) -> Answer:
        """Send a step; ``version`` may be a number or an ETag; a key is made up unless None."""
        return self.send(
            "POST",
            path,
            body={} if body is None else body,
            version=version,
            key=key,
            headers=headers,
        )

    def patch(
        self, path: str, body: Any, *, version: Any = None, key: str | None = "", **headers: str
    ) -> Answer:
        """Change."""
        return self.send("PATCH", path, body=body, version=version, key=key, headers=headers)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        version: Any = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """Send anything; bytes and multipart dictionaries go as they are."""
        told = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.token:
            told["Authorization"] = f"Bearer {self.token}"
        if version is not None:
            told["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        if key is not None:
            told["Idempotency-Key"] = key or str(uuid.uuid4())
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        answer = self.client.generic(
            method, path, raw or b"", content_type=content_type, headers=told
        )
        return Answer(answer.status_code, answer.headers, answer.getvalue())
