"""Propose, certify, reject, release: three people between a contribution's cash and a component."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, NotAllowed, NotFound, Reason
from common.money import Money, parts_of_gross
from donors.lifecycle.allotment_guards import ELIGIBLE, WITHIN_CAP
from donors.machines.allotment import ALLOTMENT, for_facts
from donors.models import Allotment, Contribution
from donors.policies.money import BY_COFINANCING
from donors.services import positions, postings
from donors.services.contributions import lock_contributions
from donors.services.editing import person_of
from donors.services.holding import act
from reference.services.references import next_reference
from ta_requests.models import Component
from workflows import engine
from workflows.actors import Actor
from workflows.together import all_or_nothing

SERIES = "AL"


def propose(
    *,
    contribution_id: UUID,
    component_id: UUID,
    gross: Decimal,
    actor: Actor,
    now: datetime,
) -> Allotment:
    """Propose to spend a gross amount of a contribution, in its currency, on a component.

    A proposal reserves nothing; the amount is reserved when it is certified.

    Raises:
        NotFound, NotAllowed (not a cofinancing_officer), Invalid (no amount), Refused (where the
        money may go, or the cash there is).
    """
    with all_or_nothing():
        known = for_facts(Component.objects.visible_to(actor).filter(pk=component_id))
        component = known.order_by().first()
        held = lock_contributions([contribution_id], seen_by=actor)
        if component is None or contribution_id not in held:
            raise NotFound
        contribution = held[contribution_id]
        positions.lock([component.request_id])
        if not BY_COFINANCING(contribution, actor):
            raise NotAllowed(BY_COFINANCING.sentence, data={"roles": list(BY_COFINANCING.roles)})
        allotment = _drawn_up(contribution, component, gross=gross, actor=actor, now=now)
        allotment.facts = ALLOTMENT.facts(allotment, actor=actor, now=now, given={})
        engine.check(allotment, (*ELIGIBLE, WITHIN_CAP))
        engine.create(
            ALLOTMENT,
            allotment,
            actor=actor,
            now=now,
            role=BY_COFINANCING.role_of(actor),
            data=_told(allotment),
        )
        postings.proposed(allotment, actor=actor, now=now)
        positions.tell_of_proposal(component.request_id, now, caused_by=actor)
    return allotment


def _drawn_up(
    contribution: Contribution, component: Component, *, gross: Decimal, actor: Actor, now: datetime
) -> Allotment:
    money = Money(gross, contribution.currency)
    if not money.is_positive:
        sentence = _("Give an amount above nothing.")
        raise Invalid(reasons=[Reason("amount_missing", sentence, "gross")])
    parts = parts_of_gross(money, contribution.psc_rate)
    return Allotment(
        reference=next_reference(prefix=SERIES, year=day_of(now).year),
        contribution=contribution,
        organisation_id=contribution.organisation_id,
        request_id=component.request_id,
        component=component,
        currency=contribution.currency,
        psc_rate=contribution.psc_rate,
        gross=money.amount,
        programmable=parts.programmable.amount,
        psc=parts.psc.amount,
        proposed_by_id=person_of(actor),
    )


def _told(allotment: Allotment) -> dict[str, Any]:
    """Return what the trail says of a proposal."""
    return {
        "donor": allotment.organisation_id,
        "contribution": allotment.contribution_id,
        "request": allotment.request_id,
        "component": allotment.component_id,
        "gross": allotment.money,
    }


def certify(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Certify a proposed allotment: reserve the cash and fix its dollars (rule 105.6)."""
    return act(name="certify", pk=pk, actor=actor, now=now, version=version, reason=reason)


def reject(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Reject an allotment that is not released; certified cash is free again."""
    return act(name="reject", pk=pk, actor=actor, now=now, version=version, reason=reason)


def release(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Release a certified allotment to its component."""
    return act(name="release", pk=pk, actor=actor, now=now, version=version, reason=reason)
