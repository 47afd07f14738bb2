"""Adjustments, accounting periods and unidentified cash as the engine knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from common.clock import day_of
from common.errors import MissingRate
from donors.choices.adjustments import (
    AdjustmentKind,
    AdjustmentState,
    PeriodState,
    RefundSource,
)
from donors.choices.promises import PledgeState
from donors.lifecycle.adjustment import AdjustmentFacts, sets_aside
from donors.lifecycle.levy import is_levied
from donors.lifecycle.period import PeriodFacts
from donors.machines.promises import plain_facts
from donors.models import (
    AccountingPeriod,
    Adjustment,
    Contribution,
    UnidentifiedReceipt,
)
from donors.models.period import period_of
from reference.services.parameters import rate_of
from reference.services.rates import rate_on
from workflows.actors import Actor
from workflows.registry import Machine

IN_FORCE: Final = (PledgeState.AGREED, PledgeState.PARTLY_RECEIVED, PledgeState.RECEIVED)


def adjustment_facts(
    subject: Adjustment, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AdjustmentFacts:
    """Read the contributions anew; services hold them locked by then."""
    ids = [pk for pk in (subject.contribution_id, subject.target_id) if pk is not None]
    found = {
        one.pk: one for one in Contribution.objects.select_related("pledge").filter(pk__in=ids)
    }
    cash = found[subject.contribution_id]
    return AdjustmentFacts(
        actor=actor,
        now=now,
        given=given,
        in_force=all(one.state in IN_FORCE for one in found.values()),
        available=_available(subject, cash),
        room=_room(subject, found[subject.target_id or cash.pk]),
        rate_known=_rate_known(subject),
        late=_is_late(subject),
        overtaken=_is_overtaken(subject),
    )


def _available(it: Adjustment, cash: Contribution) -> Decimal:
    """Return what an adjustment may take at most; what it set aside is its own."""
    if it.kind == AdjustmentKind.WRITE_DOWN:
        return max(cash.due - cash.settled, Decimal(0))
    if it.kind == AdjustmentKind.APPLICATION or it.source == RefundSource.UNAPPLIED:
        free = cash.unapplied
    else:
        free = cash.available.amount
    return free + _own(it)


def _own(it: Adjustment) -> Decimal:
    """Return what an adjustment that is entered has set aside for itself."""
    entered = it.created_at is not None
    return it.amount if entered and sets_aside(it) else Decimal(0)


def _room(it: Adjustment, target: Contribution) -> Decimal | None:
    if it.kind == AdjustmentKind.APPLICATION:
        return max(target.due - target.settled, Decimal(0))
    if it.kind == AdjustmentKind.LEVY:
        return levy_due(target) + _own(it)
    return None


def levy_due(cash: Contribution) -> Decimal:
    """Return the coordination levy on all that was agreed, neither charged nor set aside yet."""
    if not is_levied(cash):
        return Decimal(0)
    from_all = cash.money_due.times(rate_of("coordination_levy_rate")).amount
    return max(from_all - cash.levied, Decimal(0))


def _rate_known(it: Adjustment) -> bool:
    if it.kind not in {AdjustmentKind.REFUND, AdjustmentKind.REVALUATION}:
        return True
    try:
        rate_on(it.currency, it.value_on)
    except MissingRate:
        return False
    return True


def _is_late(it: Adjustment) -> bool:
    """Tell of a revaluation whether its month is closed: the cash of today is not valued at it."""
    if it.kind != AdjustmentKind.REVALUATION:
        return False
    month = period_of(it.value_on)
    return AccountingPeriod.objects.filter(month=month, state=PeriodState.CLOSED).exists()


def _is_overtaken(it: Adjustment) -> bool:
    """Tell of a revaluation whether one of a later day was approved."""
    if it.kind != AdjustmentKind.REVALUATION:
        return False
    approved = Adjustment.objects.filter(
        contribution_id=it.contribution_id, kind=it.kind, state=AdjustmentState.APPROVED
    )
    return approved.filter(value_on__gt=it.value_on).exists()


def period_facts(
    subject: AccountingPeriod, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> PeriodFacts:
    """Tell whether the month is over, and which adjustments up to its end wait for a decision."""
    today = period_of(day_of(now))
    waiting = Adjustment.objects.waiting_in(subject.month).values_list("reference", flat=True)
    return PeriodFacts(
        actor=actor,
        now=now,
        given=given,
        over=today > subject.month,
        waiting=tuple(waiting.order_by("reference")),
    )


ADJUSTMENT: Final = Machine(
    key="adjustment",
    model=Adjustment,
    initial="entered",
    facts=adjustment_facts,
    parties=lambda _adjustment: [],
)
ACCOUNTING_PERIOD: Final = Machine(
    key="accounting_period",
    model=AccountingPeriod,
    initial="certified",
    facts=period_facts,
    parties=lambda _period: [],
)
UNIDENTIFIED_RECEIPT: Final = Machine(
    key="unidentified_receipt",
    model=UnidentifiedReceipt,
    initial="open",
    facts=plain_facts,
    parties=lambda _receipt: [],
)
