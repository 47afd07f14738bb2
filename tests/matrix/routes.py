"""Every address of the service as the resolver knows it, and the object each one needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from accounts.models import ApiToken, Invitation, Membership, Organisation, RoleGrant, User
from donors.models import (
    Agreement,
    Allotment,
    Amendment,
    Contribution,
    Instalment,
    Journal,
    Pledge,
    Receipt,
    ReportObligation,
)
from portal.desks.beginning import BEGINNINGS
from portal.desks.finance import QUEUES
from portal.guide.walks import WALKS
from portal.requests.sections import SECTIONS
from portal.writing.registry import ROWS, WRITINGS
from ta_requests.choices.assessment import Area
from ta_requests.models import (
    Assessment,
    Circulation,
    Component,
    ComponentItem,
    Delivery,
    Document,
    Indicator,
    MaterialItem,
    Milestone,
    Output,
    Request,
)
from web.entries import entries_of
from web.inputs import personal_moves
from web.models import IdempotencyKey
from workflows.registry import machine, machines

CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")
PAGE_METHODS = ("get", "post")
MAIN = ("id", "pk", "object_id")
PAGES: dict[str, type[Model]] = {
    "requests": Request,
    "needs": Request,
    "published": Request,
    "pledges": Pledge,
    "queue": IdempotencyKey,
    "account": Authenticator,
    "agreements": Agreement,
    "amendments": Amendment,
    "instalments": Instalment,
    "reports": ReportObligation,
}
"""First part of an address of the portal -> what its ``pk`` is."""

WANTED: dict[str, type[Model]] = {
    "request": Request,
    "assessment": Assessment,
    "circulation": Circulation,
    "delivery": Delivery,
    "pledge": Pledge,
    "item": ComponentItem,
    "journal": Journal,
    "milestone": Milestone,
    "subject": Pledge,
    "target": Component,
    "allotment": Allotment,
    "person": User,
    "donor": Organisation,
    "membership": Membership,
    "document_id": Document,
    "receipt_id": Receipt,
    "component": Component,
    "components": Component,
    "agreed_components": Component,
    "component_id": Component,
    "component_item_id": ComponentItem,
    "contribution": Contribution,
    "indicator_id": Indicator,
    "output_id": Output,
    "replaces_id": MaterialItem,
    "organisation": Organisation,
    "organisation_id": Organisation,
    "named_donors": Organisation,
    "membership_id": Membership,
    "person_id": User,
    "lead_assessor_id": User,
}
"""Name of a further argument or of a member of a body -> what its id is."""

PARTS: dict[str, type[Model]] = {
    "components": Component,
    "outputs": Output,
    "indicators": Indicator,
    "instalments": Instalment,
}
"""Table of a case, of which a page of the portal writes one row -> what its row is."""

NAMED: dict[str, tuple[str, tuple[str, ...]]] = {
    "/desks/finance/{queue}/": ("queue", tuple(QUEUES)),
    "/desks/begin/{key}/": ("key", tuple(BEGINNINGS)),
    "/learn/{key}/": ("key", tuple(WALKS)),
}
"""Addresses with one name of a known list: the argument, and the list."""

PLAIN = {
    "area": Area.values[0],
    "secret": "made-up",
    "provider_id": "nobody",
    "act": "confirm",
    "content_type_id": "1",
    "url": "nowhere/",
    "app_label": "ta_requests",
}
"""Arguments that name no object."""

LANDMARKS = {Organisation, Membership, User, RoleGrant, ApiToken, Invitation}
"""Models whose own and foreign objects are those of the people, not of a case."""


@dataclass(frozen=True)
class Route:
    """One address: its template, the methods it declares, and what its arguments are."""

    template: str
    methods: tuple[str, ...]
    model: type[Model] | None
    children: tuple[tuple[str, type[Model]], ...]
    fixed: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return the template with its fixed arguments filled in."""
        told = self.template
        for name, value in self.fixed:
            told = told.replace(f"{{{name}}}", value)
        return told

    @property
    def main(self) -> str:
        """Return the name of the argument that names the object ("" for a list)."""
        return next((name for name in MAIN if f"{{{name}}}" in self.template), "")

    def path(self, ids: dict[str, str]) -> str:
        """Return the address with every argument filled in."""
        told = str(self)
        for name, value in ids.items():
            told = told.replace(f"{{{name}}}", value)
        assert "{" not in told, f"nobody knows what the arguments of {told} are"
        return told


def routes() -> list[Route]:
    """Return every address; one whose arguments nobody explained raises."""
    found: dict[str, Route] = {}
    for template, callback in _patterns(get_resolver().url_patterns, "/"):
        for route in _explained(template, callback):
            found.setdefault(str(route), route)
    return [found[name] for name in sorted(found)]


def _patterns(patterns: Any, before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = before + _template(pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def _template(pattern: URLPattern | URLResolver) -> str:
    if isinstance(pattern.pattern, RegexPattern):
        text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", str(pattern.pattern))
        return text.strip("^$")
    return CONVERTED.sub(r"{\1}", str(pattern.pattern))


def _explained(template: str, callback: Any) -> Iterator[Route]:
    names = re.findall(r"\{(\w+)\}", template)
    methods = tuple(sorted({*(getattr(callback, "actions", None) or PAGE_METHODS)} - {"head"}))
    model = _model(template, callback) if set(names) & set(MAIN) else None
    plain = [(name, PLAIN[name]) for name in names if name in PLAIN]
    for fixed in _choices(template, names, model):
        told = dict(fixed)
        is_case = template.startswith("/cases/")
        kind = machine(told["key"]).model if is_case else model
        wanted = {name: WANTED[name] for name in names if name in WANTED}
        if "part" in names:
            wanted["part"] = _part(told)
        yield Route(template, methods, kind, tuple(wanted.items()), (*plain, *fixed))


def _choices(
    template: str, names: list[str], model: type[Model] | None
) -> Iterator[list[tuple[str, str]]]:
    """Return the fixed arguments: one address for every kind of case, desk and writing."""
    if template in NAMED:
        argument, known_names = NAMED[template]
        yield from ([(argument, name)] for name in known_names)
    elif "/edit/{key}/" in template:
        yield [("key", SECTIONS[0].key)]
    elif "/write/" in template:
        yield from _writings(has_part="part" in names)
    elif "key" in names:
        for known in machines():
            move = [("name", personal_moves(known)[0])] if "name" in names else []
            yield [("key", known.key), *move]
    elif {"entry", "move"} & set(names):
        yield from _acts(template, model)
    else:
        yield []


def _acts(template: str, model: type[Model] | None) -> Iterator[list[tuple[str, str]]]:
    """Return what is entered or taken on the page of a list of the admin, or of a file."""
    if "{move}" in template:
        known = next(one for one in machines() if one.model is model)
        yield [("move", personal_moves(known)[0])]
        return
    found = entries_of(model).written if model else entries_of(_of_admin(template)).begun
    yield from ([("entry", one.name)] for one in found)


def _writings(*, has_part: bool) -> Iterator[list[tuple[str, str]]]:
    of_rows = {(key, name) for (key, _table), names in ROWS.items() for name in names}
    for key, writings in WRITINGS.items():
        for one in writings:
            if ((key, one.name) in of_rows) is has_part:
                yield [("key", key), ("name", one.name)]


def _part(told: dict[str, str]) -> type[Model]:
    table = next(
        table
        for (key, table), names in ROWS.items()
        if key == told["key"] and told["name"] in names
    )
    return PARTS[table]


def _of_admin(template: str) -> type[Model]:
    _admin, room, name, *_rest = template.strip("/").split("/")
    return apps.get_model(room, name)


def _model(template: str, callback: Any) -> type[Model] | None:
    """Return what the main argument is; None only where ``_choices`` will say it."""
    view = getattr(callback, "cls", None)
    if view is not None and hasattr(view, "model"):
        found: type[Model] = view.model
        return found
    first, *rest = template.strip("/").split("/")
    if first == "admin":
        return Request if rest[0] == "r" else _of_admin(template)
    if first == "cases":
        return None
    assert first in PAGES, f"say in PAGES what the object of {template} is"
    return PAGES[first]
