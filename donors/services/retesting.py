"""Test conditions again as soon as another donor has signed, once that is committed.

It is a step of its own: whoever signs neither waits for the pledges of others nor holds their
rows, and of two that sign at one moment the later to commit sees both. What fails here is taken up
by the scheduler.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from common.clock import day_of
from donors.models import Pledge
from donors.services import clocks, pledging
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def retest_after_commit(requests: Iterable[UUID], *, now: datetime) -> None:
    """Have the conditions of pledges to these requests tested once this transaction is over."""
    wanted = sorted(requests)
    if wanted:
        transaction.on_commit(partial(retest, wanted, now=now), robust=True)


def retest(requests: Iterable[UUID], *, now: datetime) -> int:
    """Note every condition that is met now; return how many."""
    with speaking_as(SYSTEM):
        waiting = Pledge.objects.waiting().filter(
            request_id__in=list(requests), condition_on__gte=day_of(now)
        )
        tested = list(waiting.order_by("pk").values_list("pk", flat=True))
    return clocks.take(pledging.fulfil_condition, tested, now=now)
