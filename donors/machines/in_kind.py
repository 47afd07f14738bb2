"""The pledge in kind as the engine knows it, and the facts its guards ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from accounts.choices import NEEDS_NO_DUE_DILIGENCE
from common.clock import day_of
from donors.choices.promises import InKindKind
from donors.lifecycle.in_kind import InKindFacts
from donors.models import InKindPledge
from donors.models.pledge_facts import clearance_of, worth_of
from ta_requests.choices.assessment import ComponentStatus, FundingKind
from ta_requests.models import ComponentItem
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as
from workflows.registry import Machine


def in_kind_facts(
    subject: InKindPledge, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> InKindFacts:
    """Return the facts of one pledge in kind, read as the system: other donors' pledges count."""
    today = day_of(now)
    with speaking_as(SYSTEM):
        line = _line(subject)
        reserved = InKindPledge.objects.exclude(pk=subject.pk).reserved(line.pk) if line else 0
        return InKindFacts(
            actor=actor,
            now=now,
            given=given,
            valued=worth_of(subject.money, today),
            matched=line is not None or subject.kind == InKindKind.SERVICES,
            open_quantity=line.quantity - reserved if line else Decimal(0),
            **_examination(subject, today),
        )


def _examination(subject: InKindPledge, today: date) -> dict[str, Any]:
    """Return whether the donor is cleared by none of its own writers, by whom, and its owner."""
    if subject.organisation.kind in NEEDS_NO_DUE_DILIGENCE:
        return {}
    clearance = clearance_of(subject.organisation_id, today)
    if clearance is None:
        return {"cleared": False}
    writers = {subject.created_by_id, subject.announced_by_id}
    return {
        "cleared": clearance.assessor_id not in writers,
        "examiner_id": clearance.assessor_id,
        "owner_id": clearance.relationship_owner_id,
    }


def _line(subject: InKindPledge) -> ComponentItem | None:
    """Return the item line the goods match: of a component in force that is given in kind."""
    if subject.item_id is None:
        return None
    return ComponentItem.objects.filter(
        pk=subject.item_id,
        unit=subject.unit,
        component__request_id=subject.request_id,
        component__status=ComponentStatus.FROZEN,
        component__funding_kind=FundingKind.IN_KIND,
    ).first()


IN_KIND: Final = Machine(
    key="in_kind",
    model=InKindPledge,
    initial="draft",
    facts=in_kind_facts,
    parties=lambda gift: [gift.organisation_id],
)
