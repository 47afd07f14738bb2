"""The file of one request as one reads it: everything that belongs to it, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from common.clock import day_of, working_days_between
from common.errors import NotFound
from portal.parts import Part, revive, with_parts
from portal.totals import Totals, totals_of
from ta_requests.models import (
    Assessment,
    Circulation,
    Clarification,
    Component,
    Delivery,
    Document,
    Request,
    RequestedItem,
    RequestVersion,
    Turn,
)
from workflows.actors import Actor

COMPONENT = (
    "id",
    "number",
    "phase",
    "title",
    "theme_id",
    "funding_kind",
    "quantity",
    "unit",
    "status",
    "net",
    "psc_rate",
    "psc",
    "gross",
)


@dataclass(frozen=True)
class RequestFile:
    """A request and its parts by name, its three totals, and the days spent by each side."""

    request: Request
    parts: dict[str, list[SimpleNamespace]]
    totals: Totals | None
    days: dict[str, int]


def parts_for(actor: Actor) -> dict[str, Part]:
    """Return what belongs to a request, as far as the actor may read it."""
    through = Request.themes.through.objects
    kinds = Request.assistance_types.through.objects
    texts = Request.instruments.through.objects
    return {
        "themes": Part(
            through.all(), "request_id", _titled("theme", "theme__paragraph"), ("theme_id",)
        ),
        "types": Part(kinds.all(), "request_id", _titled("assistancetype"), ("id",)),
        "instruments": Part(
            texts.all(), "request_id", ("instrument__symbol", "instrument__title_en"), ("id",)
        ),
        "items": _mine(
            RequestedItem, actor, ("description", "quantity", "unit", "purpose"), "position"
        ),
        "components": _mine(Component, actor, COMPONENT, "phase", "number"),
        **_inner_parts(actor),
        **_machine_parts(actor),
    }


def outside_components(actor: Actor) -> Part:
    """Return the components of a request that others than its State may see."""
    settled = Component.objects.visible_to(actor).settled()
    return Part(settled, "request_id", COMPONENT, ("phase", "number"))


def _inner_parts(actor: Actor) -> dict[str, Part]:
    papers = ("id", "kind", "name", "size", "sha256", "attached_at")
    return {
        "documents": _mine(Document, actor, papers, "attached_at"),
        "versions": _mine(
            RequestVersion, actor, ("number", "occasion", "digest", "frozen_at"), "number"
        ),
        "clarifications": _mine(
            Clarification,
            actor,
            ("number", "question", "asked_at", "due_at", "answer", "answered_at", "dropped_at"),
            "number",
        ),
        "turns": _mine(
            Turn, actor, ("court", "counts", "began_at", "ended_at", "working_days"), "began_at"
        ),
    }


def _machine_parts(actor: Actor) -> dict[str, Part]:
    return {
        "circulations": _mine(
            Circulation,
            actor,
            ("id", "version", "number", "state", "consent_class", "deadline_at"),
            "number",
        ),
        "assessments": _mine(
            Assessment, actor, ("id", "reference", "state", "silence_due_at"), "created_at"
        ),
        "deliveries": _mine(
            Delivery, actor, ("id", "reference", "state", "starts_on", "ends_on"), "created_at"
        ),
    }


def _titled(name: str, *also: str) -> tuple[str, ...]:
    return (f"{name}__code", f"{name}__title_en", *also)


def _mine(model: Any, actor: Actor, fields: tuple[str, ...], *order: str) -> Part:
    return Part(model.objects.visible_to(actor), "request_id", fields, order)


def request_file(
    pk: UUID, *, actor: Actor, now: datetime, more: Mapping[str, Part] | None = None
) -> RequestFile:
    """Return one request with its parts, and with ``more`` of them, all in one statement.

    Raises:
        NotFound: unknown, or not visible to the actor.
    """
    parts = {**parts_for(actor), **(more or {})}
    visible = Request.objects.visible_to(actor).select_related("country", "position")
    found = with_parts(visible, parts).filter(pk=pk).first()
    if found is None:
        raise NotFound
    revived = revive(found, parts)
    return RequestFile(
        request=found,
        parts=revived,
        totals=totals_of(found, revived["components"]),
        days=_days(revived["turns"], now=now),
    )


def _days(turns: list[SimpleNamespace], *, now: datetime) -> dict[str, int]:
    """Return the working days so far by court; the running turn counts without holidays."""
    spent: dict[str, int] = {}
    for turn in turns:
        if not turn.counts:
            continue
        running = turn.ended_at is None
        days = (
            working_days_between(day_of(turn.began_at), day_of(now))
            if running
            else turn.working_days
        )
        spent[turn.court_label] = spent.get(turn.court_label, 0) + days
    return spent
