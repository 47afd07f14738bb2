"""What waits for somebody, over all machines in one statement: the queue and "your move"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from portal.addresses import page_of
from portal.courts import COURTS, keys, states_for, states_of_court
from portal.silence import if_silent
from portal.words import label_of
from ta_requests.models import Assessor
from workflows.actors import Actor
from workflows.registry import machine

MOST = 200
NOBODY = len(COURTS)
SOON = timedelta(days=7)


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
    "instalment": Shape("pledge__reference", "pledge__title", ("due_on",)),
    "in_kind": Shape("reference", "title"),
    "amendment": Shape("reference", "pledge__title"),
    "allotment": Shape("reference", "component__title"),
    "due_diligence": Shape("reference", "organisation__name"),
    "report_obligation": Shape("reference", "pledge__title", ("due_on",)),
    "psc_waiver": Shape("pledge__reference", "pledge__title"),
}


def _in_the_team(actor: Actor) -> Any:
    serving = Assessor.objects.serving().filter(assessment=OuterRef("pk"))
    return Exists(serving.filter(person_id=actor.person_id))


def _owns_the_relationship(actor: Actor) -> Any:
    return Q(relationship_owner_id=actor.person_id)


NAMED: dict[str, Callable[[Actor], Any]] = {
    "assessment": _in_the_team,
    "pledge": _owns_the_relationship,
    "psc_waiver": _owns_the_relationship,
}
"""The kinds of case in which a person is named, and how to find one's own."""


@dataclass(frozen=True)
class Waiting:
    """One case that waits: what, where it stands, until when, since when, and whose move it is."""

    key: str
    pk: UUID
    version: int
    kind: str
    url: str
    reference: str
    title: str
    state: str
    due: datetime | None
    days_left: int | None
    since: datetime
    court: str
    silence: str


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What part of everything that waits is asked for; an empty member narrows nothing.

    ``whose``: "me" (one's roles, and named in the case), "mine" (one's roles), "anybody".
    ``due``: "overdue", "soon" (within a week), "dated".
    """

    whose: str = "mine"
    kind: str = ""
    court: str = ""
    due: str = ""


def waiting_for(actor: Actor, *, now: datetime, most: int = MOST) -> list[Waiting]:
    """Return the cases in which the actor's own roles have a step, the most urgent first."""
    rows = rows_waiting(actor, Wish(), now=now)
    return [] if rows is None else [waiting_of(row, now=now) for row in rows[:most]]


def rows_waiting(actor: Actor, wish: Wish, *, now: datetime) -> QuerySet[Any] | None:
    """Return the rows of what waits as one statement, by court, then by urgency; None for nothing.

    Each row is to be read with ``waiting_of``.
    """
    chosen = _chosen(actor, wish)
    asked = [_rows(key, states, actor, wish, now=now) for key, states in chosen.items() if states]
    if not asked:
        return None
    together = reduce(lambda one, other: one.union(other, all=True), asked)
    return together.order_by("court_rank", F("due").asc(nulls_last=True), "since", "pk")


def _chosen(actor: Actor, wish: Wish) -> dict[str, list[str]]:
    """Return the states to look for, by kind of case."""
    known = [key for key in SHAPES if key in keys() and wish.kind in {"", key}]
    if wish.whose == "anybody":
        return {
            key: sorted({state for court in COURTS for state in states_of_court(key, court)})
            for key in known
        }
    named = set(NAMED) if wish.whose == "me" else set(known)
    return {key: states_for(key, actor.roles) for key in known if key in named}


def _rows(key: str, states: list[str], actor: Actor, wish: Wish, *, now: datetime) -> QuerySet[Any]:
    shape, model = SHAPES[key], machine(key).model
    moment = models.DateTimeField()
    due = [Cast(path, moment) for path in shape.due] + [Value(None, output_field=moment)]
    rows = model.objects.visible_to(actor).filter(state__in=states)
    if key == "request":
        rows = _own_requests(rows, actor)
    if wish.whose == "me":
        rows = rows.filter(NAMED[key](actor))
    named: QuerySet[Any] = rows.order_by().values_list(
        Value(key),
        "pk",
        "version",
        Cast(shape.of, models.TextField()),
        Cast(shape.about, models.TextField()),
        Cast("state", models.TextField()),
    )
    dated: QuerySet[Any] = named.annotate(
        due=Coalesce(*due) if len(due) > 1 else due[0],
        since=F("created_at"),
        court_rank=_court_rank(key),
    )
    return _narrowed(dated, wish, now=now)


def _narrowed(rows: QuerySet[Any], wish: Wish, *, now: datetime) -> QuerySet[Any]:
    if wish.court:
        rows = rows.filter(court_rank=COURTS.index(wish.court))
    if wish.due == "overdue":
        rows = rows.filter(due__lt=now)
    elif wish.due == "soon":
        rows = rows.filter(due__gte=now, due__lt=now + SOON)
    elif wish.due == "dated":
        rows = rows.filter(due__isnull=False)
    return rows


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


def waiting_of(row: tuple[Any, ...], *, now: datetime) -> Waiting:
    """Return one row in words."""
    key: str
    pk: UUID
    key, pk, version, reference, title, state, due, since, rank = row
    known = machine(key)
    return Waiting(
        key=key,
        pk=pk,
        version=version,
        kind=str(known.model._meta.verbose_name),
        url=page_of(key, pk),
        reference=reference or "",
        title=title or "",
        state=label_of(known.model, state),
        due=due,
        days_left=(due - now).days if due else None,
        since=since,
        court=COURTS[rank] if rank < NOBODY else "",
        silence=if_silent(key, state),
    )
