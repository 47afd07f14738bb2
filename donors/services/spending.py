"""Obligations and expenditures against released money, row by row and as net totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, Reason
from donors.choices.adjustments import SpendingKind
from donors.lifecycle.stages import Worth
from donors.models import Allotment, Contribution, SpendingEntry
from donors.services.editing import person_of
from donors.services.holding import act
from ta_requests.models import Milestone
from workflows.actors import Actor

KINDS: Final = {
    "obligate": SpendingKind.OBLIGATION,
    "deobligate": SpendingKind.CANCELLATION,
    "spend": SpendingKind.EXPENDITURE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a row of spending says besides its amount; no supplier and no person is named."""

    description: str
    document_reference: str
    value_on: date
    milestone_id: UUID | None


def obligate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    amount: Decimal,
    version: int | None = None,
    reason: str = "",
    description: str = "",
    document_reference: str = "",
    value_on: date | None = None,
    milestone: UUID | None = None,
) -> Allotment:
    """Enter an obligation, net of support cost, in the allotment's currency."""
    paper = _paper(description, document_reference, value_on, milestone, pk=pk, now=now)
    return _enter("obligate", paper, pk, actor, now, version, reason, amount)


def deobligate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    amount: Decimal,
    version: int | None = None,
    reason: str = "",
    description: str = "",
    document_reference: str = "",
    value_on: date | None = None,
    milestone: UUID | None = None,
) -> Allotment:
    """Cancel an obligation or a part of it."""
    paper = _paper(description, document_reference, value_on, milestone, pk=pk, now=now)
    return _enter("deobligate", paper, pk, actor, now, version, reason, amount)


def spend(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    amount: Decimal,
    version: int | None = None,
    reason: str = "",
    description: str = "",
    document_reference: str = "",
    value_on: date | None = None,
    milestone: UUID | None = None,
) -> Allotment:
    """Enter an expenditure, net; support cost is booked at the agreed rate on all spent so far."""
    paper = _paper(description, document_reference, value_on, milestone, pk=pk, now=now)
    return _enter("spend", paper, pk, actor, now, version, reason, amount)


def close(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Close an allotment whose obligations are liquidated and whose balance was taken back."""
    return act(name="close", pk=pk, actor=actor, now=now, version=version, reason=reason)


def _paper(
    description: str,
    document_reference: str,
    value_on: date | None,
    milestone: UUID | None,
    *,
    pk: UUID,
    now: datetime,
) -> Paper:
    """Return what the row says; raise Invalid for a future date or another request's milestone."""
    reasons = []
    day = value_on or day_of(now)
    if day > day_of(now):
        sentence = _("The value date lies in the future.")
        reasons.append(Reason("value_date_in_future", sentence, "value_on"))
    if milestone is not None and not _is_of(milestone, pk):
        sentence = _("The milestone is not one of the request this money is for.")
        reasons.append(Reason("milestone_of_another_request", sentence, "milestone"))
    if reasons:
        raise Invalid(reasons=reasons)
    return Paper(
        description=description.strip(),
        document_reference=document_reference.strip(),
        value_on=day,
        milestone_id=milestone,
    )


def _is_of(milestone: UUID, allotment: UUID) -> bool:
    request = Allotment.objects.filter(pk=allotment).values("request_id")
    return Milestone.objects.filter(pk=milestone, delivery__request_id__in=request).exists()


def _enter(
    name: str,
    paper: Paper,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    amount: Decimal,
) -> Allotment:
    return act(
        name=name,
        pk=pk,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        amount=amount,
        value_on=paper.value_on,
        also=_row(KINDS[name], paper, actor=actor, now=now),
    )


def _row(
    kind: SpendingKind, paper: Paper, *, actor: Actor, now: datetime
) -> Callable[[Contribution, Allotment, Allotment], None]:
    """Return what writes the row of an act, once its columns are known."""

    def write(contribution: Contribution, before: Allotment, after: Allotment) -> None:
        former, present = Worth.of(before), Worth.of(after)
        spent = kind == SpendingKind.EXPENDITURE
        SpendingEntry.objects.create(
            allotment=after,
            contribution=contribution,
            component_id=after.component_id,
            milestone_id=paper.milestone_id,
            kind=kind,
            currency=after.currency,
            amount=abs(after.spent - before.spent if spent else after.obligated - before.obligated),
            usd=abs(
                present.spent - former.spent if spent else present.obligated - former.obligated
            ),
            psc=after.psc_spent - before.psc_spent,
            description=paper.description,
            document_reference=paper.document_reference,
            value_on=paper.value_on,
            entered_by_id=person_of(actor),
            relationship_owner_id=contribution.relationship_owner_id,
            entered_at=now,
        )

    return write
