"""Money put right: too much paid, a refund, cash of nobody, and months that are closed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from common.clock import day_of, months_after
from config.training.cast import Cast
from config.training.money import Gift
from config.training.telling import Case
from donors.choices.adjustments import AdjustmentKind
from donors.machines.adjustments import ACCOUNTING_PERIOD, ADJUSTMENT, UNIDENTIFIED_RECEIPT
from donors.models import Adjustment
from donors.services import adjustments, periods, unidentified
from donors.services.drafting import PledgeValues
from donors.services.entering import Wanted

TREASURY: Final = "treasury_officer"
APPROVING: Final = "approving_officer"


def _refund(gift: Gift, amount: str, why: str) -> Adjustment:
    """Enter a refund of cash that nobody needs any more."""
    gift.later(2)
    wanted = Wanted(
        kind=AdjustmentKind.REFUND,
        amount=Decimal(amount),
        source="unallotted",
        value_on=day_of(gift.now),
        document_reference=f"PV-{amount}",
        explanation=why,
    )
    made: Adjustment = gift.cast.let(
        TREASURY,
        adjustments.enter,
        contribution_id=gift.pledge().contribution.pk,
        wanted=wanted,
        now=gift.now,
    )
    return made


def given_back(cast: Cast, now: datetime) -> None:
    """Refuse one refund, pay another, and leave a third to be decided."""
    values: PledgeValues = {
        "title": "Libraries in prisons",
        "amount": Decimal(60_000),
        "currency": "USD",
        "themes": ["T2d"],
    }
    gift = Gift(cast, now, "union", values)
    gift.agree()
    gift.receive()
    decided = (
        ("60000", "refuse", "A part of it will be used after all."),
        ("20000", "approve", ""),
    )
    for amount, verb, reason in decided:
        made = _refund(gift, amount, "The libraries are smaller than planned.")
        gift.later(1)
        cast.let(APPROVING, ADJUSTMENT.verbs[verb], pk=made.pk, now=gift.now, reason=reason)
    _refund(gift, "5000", "Interest is returned under article 9.")


def of_nobody(cast: Cast, now: datetime) -> None:
    """Place one payment without a reason with its pledge; let another wait."""
    values: PledgeValues = {
        "title": "Reading and writing",
        "amount": Decimal(15_000),
        "currency": "USD",
        "themes": ["T2d"],
    }
    gift = Gift(cast, now, "japan", values)
    gift.agree()
    for number, amount in enumerate((Decimal(15_000), Decimal(750)), start=1):
        gift.later(1)
        cash = cast.let(
            TREASURY,
            unidentified.enter_unidentified,
            bank_reference=f"UNKNOWN-{number}",
            value_on=day_of(gift.now),
            amount=amount,
            currency="USD",
            now=gift.now,
            remark="The transfer names neither agreement nor donor.",
        )
        if number == 1:
            place = UNIDENTIFIED_RECEIPT.verbs["identify"]
            cast.let(TREASURY, place, pk=cash.pk, now=gift.now, pledge=gift.pk)


def months(cast: Cast, now: datetime) -> None:
    """Close a month of before the first case, leave one open, and certify a third."""
    decided = ((3, "close", ""), (2, "refuse", "A bank statement is missing."), (1, "", ""))
    for back, verb, reason in decided:
        month = f"{months_after(day_of(cast.began), -back):%Y-%m}"
        made = cast.let("certifying_officer", periods.certify, month=month, now=now)
        if verb:
            decide = ACCOUNTING_PERIOD.verbs[verb]
            cast.let(APPROVING, decide, pk=made.pk, now=now, reason=reason)


CASES = (Case(83, given_back), Case(47, of_nobody), Case(5, months))
