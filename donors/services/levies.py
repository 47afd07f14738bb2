"""Ask for the coordination levy as cash comes in; another officer decides on it (DOMAIN 2b)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from common.money import Money
from donors.choices.adjustments import AdjustmentKind
from donors.lifecycle.levy import is_levied
from donors.models import Adjustment, Contribution
from donors.policies.money import BY_APPROVING, BY_TREASURY
from donors.services.entering import Wanted, put
from reference.services.parameters import rate_of
from workflows.actors import Actor

NOTHING = Decimal(0)


def ask(cash: Contribution, *, on: date, actor: Actor, now: datetime) -> Adjustment | None:
    """Enter the levy on what has come of a locked contribution and was not asked for before.

    It is set aside at once, so that no allotment takes it. Whoever brought the cash in enters it;
    what another officer refused is not asked for again.
    """
    amount = _not_asked_for(cash)
    if amount <= 0:
        return None
    wanted = Wanted(
        kind=AdjustmentKind.LEVY,
        explanation=gettext("Coordination levy on cash that came."),
        value_on=on,
        amount=amount,
    )
    role = BY_TREASURY.role_of(actor) or BY_APPROVING.role_of(actor)
    return put(wanted, cash=cash, role=role, actor=actor, now=now)


def _not_asked_for(cash: Contribution) -> Decimal:
    if not is_levied(cash):
        return NOTHING
    come = Money(min(cash.settled, cash.due), cash.currency)
    asked = Adjustment.objects.filter(contribution=cash, kind=AdjustmentKind.LEVY)
    before = Decimal(asked.aggregate(sum=Coalesce(Sum("amount"), NOTHING))["sum"])
    due = come.times(rate_of("coordination_levy_rate")).amount - before
    return min(due, cash.available.amount)
