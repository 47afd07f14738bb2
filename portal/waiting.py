"""What waits for somebody, over all machines in one statement: the queue and "your move"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from portal.addresses import page_of
from portal.courts import COURTS, keys, states_for, states_of_court
from portal.words import label_of
from workflows.actors import Actor
from workflows.registry import machine

MOST = 200
NOBODY = len(COURTS)
COLUMNS = ("key", "pk", "of", "about", "state", "due", "since", "court_rank")


@dataclass(frozen=True)
class Shape:
    """Where a machine keeps its reference, its title and the day it is due."""

    of: str
    about: str
    due: tuple[Any, ...] = ()


UNDER_REVIEW = Case(When(state="funding_sought", then=F("review_due_at")))

SHAPES = {
    "request": Shape("reference", "title", ("information_due_at", UNDER_REVIEW)),
    "circulation": Shape("request__reference", "request__title", ("deadline_at",)),
    "assessment": Shape("reference", "request__title", ("silence_due_at",)),
    "delivery": Shape("reference", "request__title", ("ends_on",)),
    "milestone": Shape("reference", "title", ("due_on",)),
    "material_item": Shape("reference", "description"),
    "pledge": Shape("reference", "title", ("expiry_on",)),
    "allotment": Shape("reference", "component__title"),
    "due_diligence": Shape("reference", "organisation__name"),
    "report_obligation": Shape("reference", "pledge__title", ("due_on",)),
    "psc_waiver": Shape("pledge__reference", "pledge__title"),
}


@dataclass(frozen=True)
class Waiting:
    """One case that waits: what, where it stands, until when, since when, and whose move it is."""

    kind: str
    url: str
    reference: str
    title: str
    state: str
    due: datetime | None
    days_left: int | None
    since: datetime
    court: str


def waiting_for(actor: Actor, *, now: datetime, most: int = MOST) -> list[Waiting]:
    """Return the cases in which the actor's own roles have a step, the most urgent first."""
    chosen = {key: states_for(key, actor.roles) for key in SHAPES if key in keys()}
    return _read(actor, chosen, now=now, most=most)


def waiting_anywhere(actor: Actor, *, now: datetime, most: int = MOST) -> list[Waiting]:
    """Return every case the actor sees that waits for anybody, by court, then by urgency."""
    chosen = {
        key: sorted({state for court in COURTS for state in states_of_court(key, court)})
        for key in SHAPES
        if key in keys()
    }
    return _read(actor, chosen, now=now, most=most)


def _read(actor: Actor, chosen: dict[str, list[str]], *, now: datetime, most: int) -> list[Waiting]:
    asked = [_rows(key, states, actor) for key, states in chosen.items() if states]
    if not asked:
        return []
    together = reduce(lambda one, other: one.union(other, all=True), asked)
    ordered = together.order_by("court_rank", F("due").asc(nulls_last=True), "since")
    return [_waiting(row, now=now) for row in ordered[:most]]


def _rows(key: str, states: list[str], actor: Actor) -> QuerySet[Any]:
    shape, model = SHAPES[key], machine(key).model
    moment = models.DateTimeField()
    due = [Cast(path, moment) for path in shape.due] + [Value(None, output_field=moment)]
    rows = model.objects.visible_to(actor).filter(state__in=states)
    if key == "request":
        rows = _own_requests(rows, actor)
    named: QuerySet[Any] = rows.order_by().values_list(
        Value(key),
        "pk",
        Cast(shape.of, models.TextField()),
        Cast(shape.about, models.TextField()),
        Cast("state", models.TextField()),
    )
    dated: QuerySet[Any] = named.annotate(
        due=Coalesce(*due) if len(due) > 1 else due[0],
        since=F("created_at"),
        court_rank=_court_rank(key),
    )
    return dated


def _own_requests(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Leave out a State's drafts for the staff, and other States' requests for everybody else."""
    if actor.reads_all_cases:
        return rows.exclude(state="draft", channel="online")
    return rows.filter(organisation_id__in=[actor.organisation_id])


def _court_rank(key: str) -> Case:
    """Return the place of a row's court in the queue; a request knows its court itself."""
    if key == "request":
        named = ("unodc", "state", "donors")
        courts = [When(court=court, then=Value(rank)) for rank, court in enumerate(named)]
    else:
        courts = [
            When(state__in=states_of_court(key, court), then=Value(rank))
            for rank, court in enumerate(COURTS)
        ]
    return Case(*courts, default=Value(NOBODY))


def _waiting(row: tuple[Any, ...], *, now: datetime) -> Waiting:
    key: str
    pk: UUID
    key, pk, reference, title, state, due, since, rank = row
    known = machine(key)
    return Waiting(
        kind=str(known.model._meta.verbose_name),
        url=page_of(key, pk),
        reference=reference or "",
        title=title or "",
        state=label_of(known.model, state),
        due=due,
        days_left=(due - now).days if due else None,
        since=since,
        court=COURTS[rank] if rank < NOBODY else "",
    )
