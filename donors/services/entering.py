"""Draw an adjustment up and enter it, whoever found that it is due (DOMAIN 2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, Reason
from common.money import Money
from donors.choices.adjustments import (
    BY_ITS_DONORS_WORD,
    AdjustmentKind,
    AdjustmentState,
    RefundSource,
)
from donors.lifecycle.adjustment import POSSIBLE
from donors.machines.adjustments import ADJUSTMENT, levy_due
from donors.models import Adjustment, Contribution
from donors.services import moving
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import Actor

SERIES: Final = "AJ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be adjusted: amounts gross, in the currency of the contribution.

    ``amount`` may be left out for a levy (all that is due) and is not asked for a revaluation.
    """

    kind: AdjustmentKind
    explanation: str
    value_on: date
    amount: Decimal | None = None
    target_id: UUID | None = None
    source: str = ""
    document_reference: str = ""
    donor_word: str = ""


def put(
    wanted: Wanted,
    *,
    cash: Contribution,
    target: Contribution | None = None,
    role: str,
    actor: Actor,
    now: datetime,
) -> Adjustment:
    """Enter an adjustment of a locked contribution; who may is settled before.

    Raises:
        Invalid (something is missing), Refused (what ``POSSIBLE`` says).
    """
    adjustment = _drawn_up(cash, target, wanted=wanted, now=now)
    adjustment.facts = ADJUSTMENT.facts(adjustment, actor=actor, now=now, given={})
    engine.check(adjustment, POSSIBLE)
    engine.create(ADJUSTMENT, adjustment, actor=actor, now=now, role=role, data=told(adjustment))
    moving.entered(adjustment, cash, actor=actor, now=now)
    return adjustment


def _drawn_up(
    cash: Contribution, target: Contribution | None, *, wanted: Wanted, now: datetime
) -> Adjustment:
    _check(cash, target, wanted=wanted, today=day_of(now))
    amount = wanted.amount
    if wanted.kind == AdjustmentKind.LEVY and amount is None:
        amount = levy_due(cash)
    if wanted.kind == AdjustmentKind.REVALUATION:
        amount = Decimal(0)
    money = Money(amount or Decimal(0), cash.currency)
    if wanted.kind != AdjustmentKind.REVALUATION and not money.is_positive:
        sentence = _("Give an amount above nothing.")
        raise Invalid(reasons=[Reason("amount_missing", sentence, "amount")])
    return Adjustment(
        contribution=cash,
        target=target,
        organisation_id=cash.organisation_id,
        relationship_owner_id=cash.relationship_owner_id,
        reference=next_reference(prefix=SERIES, year=day_of(now).year),
        kind=wanted.kind,
        source=wanted.source,
        currency=cash.currency,
        amount=money.amount,
        value_on=wanted.value_on,
        document_reference=wanted.document_reference.strip(),
        donor_word=wanted.donor_word.strip(),
        explanation=wanted.explanation.strip(),
    )


def _check(cash: Contribution, target: Contribution | None, *, wanted: Wanted, today: date) -> None:
    """Raise Invalid with everything that is missing or does not belong together."""
    refund = wanted.kind == AdjustmentKind.REFUND
    tests = (
        (bool(wanted.explanation.strip()), "adjustment_unexplained", "explanation",
         _("Say why the money is to be adjusted.")),
        (wanted.value_on <= today, "value_date_in_future", "value_on",
         _("The value date lies in the future.")),
        ((wanted.source in RefundSource.values) is refund, "refund_source_missing", "source",
         _("A refund, and nothing else, names the cash it is paid from.")),
        (wanted.kind not in BY_ITS_DONORS_WORD or bool(wanted.donor_word.strip()),
         "donor_word_missing", "donor_word", _("Say where the donor agreed to this.")),
        (_fits(cash, target, wanted.kind), "target_does_not_fit", "target",
         _("The other contribution must be of the same donor and currency.")),
    )  # fmt: skip
    reasons = [Reason(code, sentence, field) for holds, code, field, sentence in tests if not holds]
    if reasons:
        raise Invalid(reasons=reasons)


def _fits(cash: Contribution, target: Contribution | None, kind: AdjustmentKind) -> bool:
    if target is None:
        return kind != AdjustmentKind.REPROGRAMMING
    same = (target.organisation_id, target.currency) == (cash.organisation_id, cash.currency)
    may_stay = kind == AdjustmentKind.APPLICATION
    return kind in BY_ITS_DONORS_WORD and same and (may_stay or target.pk != cash.pk)


def told(adjustment: Adjustment) -> dict[str, Any]:
    """Return what the trail says of an adjustment."""
    says: dict[str, Any] = {
        "donor": adjustment.organisation_id,
        "contribution": adjustment.contribution_id,
        "kind": adjustment.kind,
        "amount": adjustment.money,
        "value_on": adjustment.value_on,
    }
    if adjustment.target_id is not None:
        says["target"] = adjustment.target_id
    if adjustment.state == AdjustmentState.ENTERED and adjustment.document_reference:
        says["document"] = adjustment.document_reference
    return says
