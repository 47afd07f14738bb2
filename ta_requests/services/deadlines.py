"""Take the steps that time brings: found in the database, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from reference.services.parameters import count_of
from ta_requests.choices.request import RequestState
from ta_requests.lifecycle.request_guards import TIME_TO_READ
from ta_requests.models import Circulation, Request
from ta_requests.services import circulation, clarification
from ta_requests.services.following import each_as_system
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

AT_ONCE = 500
"""Steps of one kind in one run; what is left waits for the next."""

Step = Callable[..., Any]


def advance(now: datetime) -> dict[str, int]:
    """Take every step that is due at ``now``; return how many of each kind were taken.

    Whatever moved meanwhile refuses by itself, so running twice, or on two machines at once, takes
    no step twice.
    """
    taken: dict[str, int] = {}
    for name, step, due in (
        ("circulate", circulation.circulate, _circulations),
        ("lapse", clarification.lapse, _lapses),
        ("warn_of_lapse", clarification.warn_of_lapse, _warnings),
        ("ask_still_needed", clarification.ask_still_needed, _questions),
    ):
        taken[name] = _take(step, due, now)
    return taken


def _take(step: Step, due: Callable[[datetime], Any], now: datetime) -> int:
    with speaking_as(SYSTEM):
        waiting: list[UUID] = list(due(now).values_list("pk", flat=True)[:AT_ONCE])
    return each_as_system(waiting, lambda pk: step(pk=pk, actor=SYSTEM, now=now))


def _circulations(now: datetime) -> Any:
    return Circulation.objects.due(now).order_by("deadline_at")


def _lapses(now: datetime) -> Any:
    told = now - TIME_TO_READ
    unanswered = Q(
        state=RequestState.INFO_REQUESTED, information_due_at__lte=now, lapse_warned_at__lte=told
    )
    unconfirmed = Q(
        state=RequestState.FUNDING_SOUGHT, review_due_at__lte=now, still_needed_asked_at__lte=told
    )
    return Request.objects.filter(unanswered | unconfirmed).order_by("pk")


def _warnings(now: datetime) -> Any:
    return Request.objects.filter(
        state=RequestState.INFO_REQUESTED,
        information_due_at__lte=_ahead(now),
        lapse_warned_at__isnull=True,
    ).order_by("information_due_at")


def _questions(now: datetime) -> Any:
    return Request.objects.filter(
        state=RequestState.FUNDING_SOUGHT,
        review_due_at__lte=_ahead(now),
        still_needed_asked_at__isnull=True,
    ).order_by("review_due_at")


def _ahead(now: datetime) -> datetime:
    return now + timedelta(days=count_of("lapse_warning_days"))
