"""Enter, approve and refuse what corrects or moves money outside of allotments (DOMAIN 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, NotAllowed, NotFound, Reason
from common.money import Money
from donors.choices.adjustments import (
    BY_ITS_DONORS_WORD,
    AdjustmentKind,
    AdjustmentState,
    RefundSource,
)
from donors.lifecycle.adjustment import POSSIBLE
from donors.lifecycle.published import check_ours
from donors.machines.adjustments import ADJUSTMENT, levy_due
from donors.models import Adjustment, Contribution
from donors.policies.money import BY_CERTIFYING, BY_TREASURY
from donors.services import completing, moving, positions
from donors.services.contributions import lock_contributions
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import Actor
from workflows.moves import Policy

SERIES: Final = "AJ"

ENTERED_BY: Final[Mapping[AdjustmentKind, Policy]] = {
    AdjustmentKind.WRITE_DOWN: BY_CERTIFYING,
    AdjustmentKind.REFUND: BY_TREASURY,
    AdjustmentKind.APPLICATION: BY_TREASURY,
    AdjustmentKind.REPROGRAMMING: BY_CERTIFYING,
    AdjustmentKind.LEVY: BY_TREASURY,
    AdjustmentKind.REVALUATION: BY_TREASURY,
}
"""Who enters which; an approving officer decides on each."""


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


def enter(*, contribution_id: UUID, wanted: Wanted, actor: Actor, now: datetime) -> Adjustment:
    """Enter an adjustment of a contribution; a refund sets its amount aside at once.

    Raises:
        NotFound, NotAllowed (not the officer of this kind, or the relationship owner), Invalid
        (something is missing), Refused (what ``POSSIBLE`` says, or published elsewhere).
    """
    by = ENTERED_BY[wanted.kind]
    with transaction.atomic():
        held = _held(contribution_id, wanted.target_id, actor)
        cash = held[contribution_id]
        if not by(cash, actor) or cash.relationship_owner_id == actor.person_id:
            raise NotAllowed(by.sentence, data={"roles": list(by.roles)})
        for contribution in held.values():
            check_ours(contribution)
        adjustment = _drawn_up(cash, held.get(wanted.target_id), wanted=wanted, now=now)
        adjustment.facts = ADJUSTMENT.facts(adjustment, actor=actor, now=now, given={})
        engine.check(adjustment, POSSIBLE)
        engine.create(
            ADJUSTMENT,
            adjustment,
            actor=actor,
            now=now,
            role=by.role_of(actor),
            data=_told(adjustment),
        )
        moving.entered(adjustment, cash, actor=actor, now=now)
    return adjustment


def approve(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Adjustment:
    """Approve what another officer entered: the money moves and its journal is posted."""

    def move(act: engine.Act) -> None:
        act.data.update(_told(act.subject))
        moving.approved(act, cash, target)

    with transaction.atomic():
        ids = _ids_of(pk, actor)
        held = lock_contributions([one for one in ids if one is not None])
        cash, target = held[ids[0]], held.get(ids[1])  # type: ignore[arg-type]
        adjustment: Adjustment = engine.perform(
            ADJUSTMENT,
            pk=pk,
            name="approve",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=move,
        )
        for contribution in held.values():
            completing.note(contribution, caused_by="adjustment", now=now)
            positions.push(positions.requests_of(contribution), now, caused_by=actor)
    return adjustment


def refuse(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Adjustment:
    """Refuse what another officer entered; what a refund set aside is free again."""

    def release(act: engine.Act) -> None:
        moving.refused(act, held[ids[0]])

    with transaction.atomic():
        ids = _ids_of(pk, actor)
        held = lock_contributions([ids[0]])
        adjustment: Adjustment = engine.perform(
            ADJUSTMENT,
            pk=pk,
            name="refuse",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=release,
        )
    return adjustment


def _ids_of(pk: UUID, actor: Actor) -> tuple[UUID, UUID | None]:
    visible = Adjustment.objects.visible_to(actor).filter(pk=pk)
    found = visible.values_list("contribution_id", "target_id").first()
    if found is None:
        raise NotFound
    return found


def _held(contribution_id: UUID, target_id: UUID | None, actor: Actor) -> dict[Any, Contribution]:
    """Lock the contributions an adjustment is about, by id ascending."""
    wanted = {pk for pk in (contribution_id, target_id) if pk is not None}
    visible = Contribution.objects.visible_to(actor).filter(pk__in=wanted)
    if visible.count() != len(wanted):
        raise NotFound
    return lock_contributions(list(wanted))


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


def _told(adjustment: Adjustment) -> dict[str, Any]:
    """Return what the trail says of an adjustment."""
    told: dict[str, Any] = {
        "donor": adjustment.organisation_id,
        "contribution": adjustment.contribution_id,
        "kind": adjustment.kind,
        "amount": adjustment.money,
        "value_on": adjustment.value_on,
    }
    if adjustment.target_id is not None:
        told["target"] = adjustment.target_id
    if adjustment.state == AdjustmentState.ENTERED and adjustment.document_reference:
        told["document"] = adjustment.document_reference
    return told
