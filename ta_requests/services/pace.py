"""Take a step of a request, and count the working days of whoever must move next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from common.errors import NotFound
from reference.services.working_days import working_days_spent
from ta_requests.choices.request import RequestState
from ta_requests.machines import REQUEST
from ta_requests.models import Request, Turn
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, After, perform
from workflows.principal import speaking_as


def step(
    *,
    pk: UUID,
    name: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    given: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    after: After | None = None,
) -> Request:
    """Take one step of a request through the engine, and hand the turn over where it passes on."""

    def finish(act: Act) -> None:
        if after is not None:
            after(act)
        keep_time(act.subject, now=act.now)

    request: Request = perform(
        REQUEST,
        pk=pk,
        name=name,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given=given,
        data=data,
        after=finish,
    )
    return request


def as_system(
    *, pk: UUID, name: str, now: datetime, caused_by: Actor, after: After | None = None
) -> Request:
    """Take a step that follows from somebody's act; the event names who caused it."""
    with speaking_as(SYSTEM):
        return step(
            pk=pk,
            name=name,
            actor=SYSTEM,
            now=now,
            data={"caused_by": caused_by.person_id},
            after=after,
        )


def keep_time(request: Request, *, now: datetime) -> None:
    """End the turn that is over and begin the next; a suspended delivery is a pause."""
    court = request.whose_move
    counts = request.state != RequestState.SUSPENDED
    request.court = court.value
    turn = Turn.objects.filter(request_id=request.pk).last()
    number = 1
    if turn is not None:
        if (turn.court, turn.counts) == (court, counts):
            return
        _end(turn, now=now)
        number = turn.number + 1
    Turn.objects.create(
        request_id=request.pk, number=number, court=court, counts=counts, began_at=now
    )


def _end(turn: Turn, *, now: datetime) -> None:
    turn.ended_at = max(now, turn.began_at)
    if turn.counts:
        turn.working_days = working_days_spent(start=turn.began_at, end=turn.ended_at)
    turn.save(update_fields=["ended_at", "working_days"])


def days_of(request: Request, *, now: datetime) -> dict[str, int]:
    """Return the working days spent so far in each court, the present turn included."""
    spent: dict[str, int] = {}
    for turn in Turn.objects.filter(request_id=request.pk, counts=True):
        days = turn.working_days
        if turn.ended_at is None:
            days = working_days_spent(start=turn.began_at, end=now)
        spent[turn.court] = spent.get(turn.court, 0) + days
    return spent


def reread(pk: UUID) -> Request:
    """Return the request as the database has it now (a step of the system may have followed)."""
    return Request.objects.get(pk=pk)


def seen(pk: UUID, *, actor: Actor) -> Request:
    """Return a request the actor may see, unlocked.

    Raises:
        NotFound: unknown, or not visible to the actor.
    """
    request = Request.objects.visible_to(actor).filter(pk=pk).first()
    if request is None:
        raise NotFound
    return request
