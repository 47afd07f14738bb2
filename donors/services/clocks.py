"""What a passing day does to promises: reminders, expiry, late payments, clearances."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from common.clock import day_of
from common.errors import Refused
from donors.models import DueDiligence, Instalment, Pledge
from donors.services import examination, instalments, pledging
from reference.services.parameters import count_of
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.registry import Verb


def advance(*, now: datetime) -> dict[str, int]:
    """Take every step that is due; return how many of each. Running it twice changes nothing.

    Each step has its own transaction; one that somebody else was faster at is left alone.
    """
    today = day_of(now)
    with speaking_as(SYSTEM):
        soon = today + timedelta(days=count_of("pledge_reminder_days"))
        expiring = Pledge.objects.expiring()
        late = list(expiring.filter(expiry_on__lt=today).values_list("pk", flat=True))
        near = list(
            expiring.filter(
                expiry_on__gte=today, expiry_on__lte=soon, reminded_at__isnull=True
            ).values_list("pk", flat=True)
        )
        waiting = Pledge.objects.waiting()
        tested = list(waiting.filter(condition_on__gte=today).values_list("pk", flat=True))
        closing = list(
            waiting.filter(
                condition_on__lte=soon, condition_on__gte=today, condition_reminded_at=None
            ).values_list("pk", flat=True)
        )
        lapsed = list(waiting.filter(condition_on__lt=today).values_list("pk", flat=True))
        owed = Instalment.objects.overdue(on=today).filter(overdue_at__isnull=True)
        unpaid = list(owed.values_list("pk", flat=True))
        next_days = today + timedelta(days=count_of("clearance_reminder_days"))
        ending = DueDiligence.objects.running_out(on=today, until=next_days)
        run_near = list(ending.values_list("pk", flat=True))
        run_out = list(DueDiligence.objects.run_out(on=today).values_list("pk", flat=True))
    return {
        "pledges_reminded": take(pledging.remind, near, now=now),
        "pledges_expired": take(pledging.expire, late, now=now),
        "conditions_met": take(pledging.fulfil_condition, tested, now=now),
        "conditions_near": take(pledging.remind_of_condition, closing, now=now),
        "conditions_lapsed": take(pledging.lapse_condition, lapsed, now=now),
        "instalments_overdue": take(instalments.flag_overdue, unpaid, now=now),
        "clearances_near": take(examination.remind, run_near, now=now),
        "clearances_expired": take(examination.expire, run_out, now=now),
    }


def take(verb: Verb, subjects: Iterable[UUID], *, now: datetime) -> int:
    """Take one step of each subject as the system; return how many were still there to take."""
    taken = 0
    for pk in subjects:
        try:
            with speaking_as(SYSTEM):
                verb(pk=pk, actor=SYSTEM, now=now)
            taken += 1
        except Refused:
            continue
    return taken
