"""Every unsafe operation of the real API as one call: who makes it, where, and with which body."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.contract import FILES, JSON, UNSAFE, Operation, operations
from tests.http import Answer, Api
from tests.matrix.gallery import Gallery
from tests.matrix.routes import WANTED, Route, routes
from tests.matrix.tables import VIEWERS, rows
from tests.matrix.visits import UNKNOWN, Visit

ANYONE = {"/api/v1/invitations/accept/"}
"""Unsafe operations of people who are not signed in: a key is nobody's there."""

OFFICER = next(place for place, one in enumerate(VIEWERS) if one.label == "treasury_officer")


@dataclass
class Call:
    """One operation on an object of somebody who comes as far as the matter itself."""

    operation: Operation
    route: Route
    visit: Visit
    api: Api = field(init=False)
    path: str = field(init=False)
    body: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Fill in the address and the body."""
        self.api = Api(client=self.visit.client)
        self.path = self.route.path(
            {
                **(self.visit.own_of(self.route) or {}),
                **{
                    name: self.visit.pk(kind, "own") or UNKNOWN
                    for name, kind in self.route.children
                },
            }
        )
        self.body = self.encoded(self.operation.body(self.wanted))

    def wanted(self, name: str) -> str:
        """Return an id of the caller's own for a member of the body."""
        return self.visit.pk(WANTED[name], "own") or UNKNOWN

    def encoded(self, body: Any) -> bytes:
        """Return a body as bytes."""
        if self.operation.content_type == FILES:
            paper = ContentFile(b"%PDF-1.7 a paper", "paper.pdf")
            return bytes(encode_multipart(BOUNDARY, {**body, "file": paper}))
        return json.dumps(body).encode() if self.operation.content_type else b""

    def send(
        self,
        body: bytes | None = None,
        *,
        key: str | None = None,
        by: Api | None = None,
        **headers: str,
    ) -> Answer:
        """Send it, with another body than its own or by another person if one is given."""
        is_form = self.operation.content_type == FILES
        told = {"If_Match": "*", **({"Idempotency_Key": key} if key is not None else {}), **headers}
        return (by or self.api).send(
            self.operation.method.upper(),
            self.path,
            body=self.body if body is None else body,
            headers=told,
            content_type=MULTIPART_CONTENT if is_form else JSON,
        )


def calls(gallery: Gallery) -> Iterator[Call]:
    """Return a call for every unsafe operation of the contract."""
    by_template = {route.template: route for route in routes()}
    visits = functools.cache(lambda place: Visit(gallery, VIEWERS[place]))
    reach = {(row["route"], row["method"]): row for row in rows()}
    for operation in operations(*UNSAFE):
        if operation.path not in ANYONE:
            place = _who(reach[str(by_template[operation.path]), operation.method])
            yield Call(operation, by_template[operation.path], visits(place))


def _who(row: dict[str, str]) -> int:
    """Return the place of a viewer whose own object is answered otherwise than an unknown one."""
    pairs = list(zip(row["own"], row["unknown"], strict=True))
    for best in ("o", "r"):
        for place, (own, unknown) in enumerate(pairs):
            if own == best != unknown:
                return place
    return OFFICER
