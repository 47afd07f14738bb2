"""One person visits every address with their own object, a foreign one and one that never was."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import IntegerField, Model, UUIDField
from django.http import FileResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import ApiToken, Invitation, Membership, Organisation, RoleGrant, User
from messaging.models import Notice
from tests.contract import FILES, JSON, Operation, operations
from tests.http import Api
from tests.matrix.gallery import UUIDS, WORD, Gallery
from tests.matrix.routes import LANDMARKS, WANTED, Route
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PLAIN_OBJECTS = ("own", "foreign", "unknown")
OBJECTS = (*PLAIN_OBJECTS, "own+foreign", "own+unknown", "searched+foreign", "searched+unknown")
"""Whose the object of the address is; after a plus, whose else is named beside it."""
COMPARED = ("Content-Type", "Location", "ETag", "Retry-After", "WWW-Authenticate", "Allow")
CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|name="key" value="[0-9a-f-]{36}"'
    rb'|value="[0-9a-f-]{36}" name="key"|name="key" id="id_key" value="[0-9a-f-]{36}"'
    rb"|As shown at [^<]*"
)
FORM = {"version": "1", "key": "k-1", "reason": "A text.", "confirm": "yes", "title": "A text."}
OUTCOMES = {401: "stranger", 403: "refused", 404: "hidden", 405: "method"}
"""The rest: "open" came to the matter itself (done, or refused for what was given), "led" away,
"broken" must not happen."""
SIGN_IN = "/sign-in/"
READINESS = ("/readyz", "get")
"""Says 503 when the broker is slow: an answer like any other."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: the name of an actor of the world ("" for nobody), perhaps by token."""

    label: str
    name: str
    chapters: frozenset[str]
    by_token: bool = False


@dataclass(frozen=True)
class Cell:
    """One question and its answer, told apart by object."""

    route: Route
    method: str
    object: str
    outcome: str
    kinds: frozenset[type[Model]]
    leaks: frozenset[str]
    remains: tuple[Any, ...]


@dataclass
class Visit:
    """The browser of one viewer, and what must never be in an answer to them."""

    gallery: Gallery
    viewer: Viewer
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __post_init__(self) -> None:
        """Sign in, and learn the secrets."""
        world, name = self.gallery.world, self.viewer.name
        self.headers = {}
        if self.viewer.by_token:
            self.headers["Authorization"] = f"Bearer {self.gallery.tokens[name]}"
        elif name:
            Api(client=self.client).signed_in(world.user(name))
        self.cookies = {name: one.value for name, one in self.client.cookies.items()}
        secrets = self.gallery.secrets_of(self.viewer.name, self.viewer.chapters)
        self.ids = {one for one in secrets if UUIDS.fullmatch(one)}
        self.words = secrets - self.ids
        self.contract = {(one.path, one.method): one for one in operations()}

    def all(self, visited: Iterable[tuple[Route, str]], objects: Sequence[str]) -> Iterator[Cell]:
        """Ask every route by its method, with every object there is."""
        for route, method in visited:
            for kind in objects:
                cell = self.at(route, method, kind)
                if cell is not None:
                    yield cell

    def at(self, route: Route, method: str, kind: str) -> Cell | None:
        """Ask one route about one object; None where it makes no difference, or there is none."""
        if kind in PLAIN_OBJECTS:
            if not route.main:
                return self.ask(route, method, kind, {}) if kind == "own" else None
            pk = self.main(route, kind)
            return self.ask(route, method, kind, {route.main: pk}, children=kind) if pk else None
        whose = kind.removeprefix("own+").removeprefix("searched+")
        operation = self.contract.get((route.template, method))
        if kind.startswith("searched+"):
            searched = operation is not None and "q" in operation.query
            return self.ask(route, method, kind, {}, children=whose) if searched else None
        own = self.own_of(route)
        if own is None or not self.names_others(route, operation):
            return None
        return self.ask(route, method, kind, own, children=whose)

    def own_of(self, route: Route) -> dict[str, str] | None:
        """Return the main argument with the viewer's own object (nothing for a list)."""
        if not route.main:
            return {}
        pk = self.main(route, "own")
        return {route.main: pk} if pk else None

    def main(self, route: Route, kind: str) -> str | None:
        """Return the object of an address; the parts it names belong to it."""
        pk = self.pk(route.model, kind)
        for _name, model in route.children:
            part = self.pk(model, kind)
            if part and part != UNKNOWN and route.model is not None:
                pk = self.gallery.parent(model, part, route.model) or pk
        return pk

    def names_others(self, route: Route, operation: Operation | None) -> bool:
        """Tell whether further objects are named by the address, the body or a filter."""
        if route.children or operation is None:
            return bool(route.children)
        return UNKNOWN in json.dumps(operation.body(lambda _name: UNKNOWN)) or bool(
            operation.id_filters
        )

    def ask(
        self, route: Route, method: str, kind: str, ids: dict[str, str], *, children: str = "own"
    ) -> Cell:
        """Ask once, and undo whatever came of it."""
        named: list[str] = list(ids.values())
        kinds: set[type[Model]] = set()
        if route.model is not None and kind in PLAIN_OBJECTS:
            kinds.add(route.model)

        known = {**WANTED, **dict(route.children)}

        def wanted(name: str) -> str:
            pk = self.pk(known[name], children) or UNKNOWN
            named.append(pk)
            kinds.add(known[name])
            return pk

        operation = self.contract.get((route.template, method))
        if route.template.startswith("/api/v1/"):
            assert operation is not None, f"the contract lacks {method} {route.template}"
        path = route.path({**ids, **{name: wanted(name) for name, _kind in route.children}})
        asked = {}
        if kind.startswith("searched+"):
            asked["q"] = f"{WORD}-{children}"
            named.append(asked["q"])
        elif kind.startswith("own+") and method == "get" and operation is not None:
            asked = {name: wanted(name) for name in operation.id_filters}
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        with transaction.atomic():
            answer = self.send(method, f"{path}?{urlencode(asked)}", operation, wanted)
            cell = self.judged(route, method, kind, answer, named, frozenset(kinds))
            if isinstance(answer, FileResponse) and answer.file_to_stream is not None:
                answer.file_to_stream.close()  # closing the answer would close the connection
            transaction.set_rollback(True)
        return cell

    def send(self, method: str, path: str, operation: Operation | None, wanted: Any) -> Any:
        """Send one request in the form its address takes."""
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4()), "If-Match": "*"}
        call = getattr(self.client, method)
        if operation is None:
            return call(path, FORM if method == "post" else None, headers=headers)
        if operation.content_type == FILES:
            fields = {**operation.body(wanted), "file": ContentFile(b"%PDF-1.7 a paper", "a.pdf")}
            form = encode_multipart(BOUNDARY, fields)
            return self.client.generic(
                method.upper(), path, form, content_type=MULTIPART_CONTENT, headers=headers
            )
        if method == "get":
            return call(path, headers=headers)
        body = json.dumps(operation.body(wanted)) if operation.content_type else ""
        return call(path, body, content_type=JSON, headers=headers)

    def judged(
        self,
        route: Route,
        method: str,
        kind: str,
        answer: Any,
        named: list[str],
        kinds: frozenset[type[Model]],
    ) -> Cell:
        """Return the answer as a cell."""
        content = answer.getvalue()
        location = answer.headers.get("Location", "")
        told = content.decode("utf-8", "replace") + json.dumps(dict(answer.headers))
        leaks = (set(UUIDS.findall(told)) & self.ids) | {w for w in self.words if w in told}
        masked, headers = CHANGING.sub(b"", content), [answer.headers.get(n) for n in COMPARED]
        for name in named:
            masked = masked.replace(name.encode(), b"the one named")
            headers = [text and text.replace(name, "the one named") for text in headers]
        return Cell(
            route=route,
            method=method,
            object=kind,
            outcome="open"
            if (str(route), method) == READINESS
            else _outcome(answer.status_code, location),
            kinds=kinds,
            leaks=frozenset(leaks - set(named)),
            remains=(answer.status_code, masked, tuple(headers)),
        )

    def pk(self, model: type[Model] | None, kind: str) -> str | None:
        """Return an id of a model: the viewer's own, somebody else's, or nobody's."""
        assert model is not None
        if kind == "unknown":
            return _unknown(model)
        if model in LANDMARKS:
            return self.landmark(model, kind)
        if model is Notice:
            return self.gallery.notice_of(self.viewer.name, is_own=kind == "own")
        if kind == "foreign":
            return self.gallery.of("foreign", model)
        for chapter in ("shared", "state", "donor"):
            if found := self.gallery.of(chapter, model):
                return found
        return self.gallery.reference(model)

    def landmark(self, model: type[Model], kind: str) -> str | None:
        """Return a person, a place or a grant: the viewer's own or another donor's."""
        name = self.viewer.name if kind == "own" else "foundation.donor_rep"
        if not name:
            return None
        if model is ApiToken:
            return self.gallery.token_of(name if kind == "own" else "section_chief.2")
        if model is Invitation:
            theirs = kind == "foreign" or "invited" in self.viewer.chapters
            return self.gallery.of("invited", model) if theirs else None
        user, actor = self.gallery.world.user(name), self.gallery.world[name]
        with speaking_as(SYSTEM):
            if model is Organisation:
                return str(actor.organisation_id)
            if model is User:
                return str(user.pk)
            if model is Membership:
                return str(Membership.objects.get(user=user).pk)
            return str(RoleGrant.objects.get(person=user).pk)


def _unknown(model: type[Model]) -> str:
    key = model._meta.pk
    if isinstance(key, UUIDField):
        return UNKNOWN
    return "999999" if isinstance(key, IntegerField) else "ZZZ"


def _outcome(status: int, location: str) -> str:
    if status in OUTCOMES:
        return OUTCOMES[status]
    if status in {301, 302}:
        return "stranger" if location.startswith((SIGN_IN, "/admin/login/")) else "led"
    return "broken" if status >= 500 else "open"
