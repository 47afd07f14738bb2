"""What the guards of a pledge may know, gathered under its lock and only for its stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.choices import NEEDS_NO_DUE_DILIGENCE
from accounts.models import Organisation
from common.clock import day_of
from common.errors import MissingRate
from common.money import Money
from donors.choices.adjustments import SETS_ASIDE, AdjustmentState
from donors.choices.promises import DueDiligenceState, PledgeState, WaiverState
from donors.lifecycle.pledge_guards import PledgeFacts, Valued
from donors.models.contribution import Contribution
from donors.models.due_diligence import IN_FORCE, DueDiligence
from donors.models.pledge import Pledge
from donors.models.pledge_conditions import condition_holds
from donors.models.pledge_papers import AcceptanceChecklist, Agreement, PledgeLetter
from donors.models.psc_waiver import PscWaiver
from reference.services.parameters import count_of, rate_of
from reference.services.rates import to_usd
from ta_requests.models import Request
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

Found = dict[str, Any]


def pledge_facts(
    subject: Pledge, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> PledgeFacts:
    """Return the facts of one pledge."""
    today = day_of(now)
    found: Found = {"needs_due_diligence": needs_due_diligence(subject)}
    for gather in GATHERED.get(PledgeState(subject.state), ()):
        found |= gather(subject, today)
    return PledgeFacts(actor=actor, now=now, given=given, today=today, **found)


def needs_due_diligence(pledge: Pledge) -> bool:
    """Tell whether the donor is neither a State nor part of the United Nations."""
    return pledge.organisation.kind not in NEEDS_NO_DUE_DILIGENCE


def worth(pledge: Pledge, on: date) -> Valued | None:
    """Return the worth of the amount on a value date; None where the table has no rate."""
    return worth_of(pledge.money, on)


def worth_of(money: Money, on: date) -> Valued | None:
    """Return the worth of any amount on a value date; None where the table has no rate."""
    try:
        value = to_usd(money, on=on)
    except MissingRate:
        return None
    return Valued(usd=value.usd.amount, rate=value.rate, rate_on=value.rate_date, value_on=on)


def _purpose(pledge: Pledge, today: date) -> Found:
    letter = PledgeLetter.objects.filter(pledge=pledge).first()
    ties = (
        pledge.components,
        pledge.countries,
        pledge.regions,
        pledge.themes,
        pledge.assistance_types,
    )
    return {
        "has_letter": letter is not None,
        "has_constraints": pledge.request_id is not None or any(tie.exists() for tie in ties),
        "valued": worth(pledge, letter.dated_on if letter and pledge.on_letter else today),
    }


def _requesters(pledge: Pledge, _today: date) -> Found:
    if not pledge.local_resources or pledge.request_id is None:
        return {}
    with speaking_as(SYSTEM):
        asked = Request.objects.filter(pk=pledge.request_id)
        people = set(asked.values_list("created_by_id", "submitted_by_id").get())
    return {"own_requesters": frozenset(people - {None})}


def _components(pledge: Pledge, _today: date) -> Found:
    """Name the components by id; the rows themselves may be hidden from whoever acts."""
    return {"tied_components": frozenset(pledge.component_ids)}


def cleared_for(pledge: Pledge, today: date) -> bool:
    """Tell whether the donor needs no clearance, or has one in date for this pledge."""
    return not needs_due_diligence(pledge) or "clearance" in _examination(pledge, today)


def donor_cleared(donor: Organisation, today: date, *, owner_id: UUID | None) -> bool:
    """Tell whether a donor needs no clearance, or has one in date by another than ``owner_id``."""
    if donor.kind in NEEDS_NO_DUE_DILIGENCE:
        return True
    newest = newest_decision(donor.pk)
    return newest is not None and _serves(newest, today, owner_id=owner_id)


def clearance_of(donor_id: UUID, today: date) -> DueDiligence | None:
    """Return the last examination of a donor, if it cleared it and is in date."""
    newest = newest_decision(donor_id)
    if newest is None or not _serves(newest, today, owner_id=newest.relationship_owner_id):
        return None
    return newest


def newest_decision(donor_id: UUID) -> DueDiligence | None:
    """Return the last examination of a donor that was decided: it supersedes those before."""
    decided = DueDiligence.objects.of_donor(donor_id).exclude(state=DueDiligenceState.PENDING)
    return decided.first()


def _serves(examination: DueDiligence, today: date, *, owner_id: UUID | None) -> bool:
    return (
        examination.state in IN_FORCE
        and examination.valid_until is not None
        and examination.valid_until >= today
        and examination.assessor_id != owner_id
    )


def _examination(pledge: Pledge, today: date) -> Found:
    if not needs_due_diligence(pledge):
        return {}
    newest = newest_decision(pledge.organisation_id)
    if newest is None:
        return {}
    if newest.state == DueDiligenceState.REFUSED:
        return {"refused_by": newest.assessor_id}
    serves = _serves(newest, today, owner_id=pledge.relationship_owner_id)
    return {"clearance": newest.state, "clearance_by": newest.assessor_id} if serves else {}


def _terms(pledge: Pledge, _today: date) -> Found:
    waiver = (
        PscWaiver.objects.filter(pledge=pledge, state=WaiverState.APPROVED, rate=pledge.psc_rate)
        .order_by("-decided_at")
        .first()
    )
    return {
        "psc_standard": rate_of("psc_rate"),
        "waived_rate": waiver.rate if waiver else None,
        "waiver_by": waiver.decided_by_id if waiver else None,
    }


def _checklist(pledge: Pledge, _today: date) -> Found:
    checklist = AcceptanceChecklist.objects.filter(pledge=pledge).first()
    return {
        "checklist_complete": checklist is not None and checklist.complete,
        "checklist_by": checklist.answered_by_id if checklist else None,
    }


def _papers(pledge: Pledge, today: date) -> Found:
    return {
        "has_agreement": Agreement.objects.filter(pledge=pledge).exists(),
        "instalments": pledge.instalments.total(),
        "valued": worth(pledge, today),
    }


def _clock(_pledge: Pledge, _today: date) -> Found:
    return {"reminder_days": count_of("pledge_reminder_days")}


def _condition(pledge: Pledge, today: date) -> Found:
    days = count_of("pledge_reminder_days")
    return {"condition_holds": condition_holds(pledge, on=today), "reminder_days": days}


def _cash(pledge: Pledge, _today: date) -> Found:
    cash = Contribution.objects.get(pledge=pledge)
    held = cash.certified + cash.released + cash.unapplied + _set_aside(cash)
    return {
        "received": cash.settled + cash.written_down,
        "unspent": cash.available.amount + held,
    }


def _set_aside(cash: Contribution) -> Decimal:
    """Return what is set aside for adjustments that nobody has decided on yet."""
    waiting = cash.adjustments.filter(kind__in=SETS_ASIDE, state=AdjustmentState.ENTERED)
    return Decimal(waiting.aggregate(sum=Coalesce(Sum("amount"), Decimal(0)))["sum"])


Gatherer = Callable[[Pledge, date], Found]
GATHERED: Mapping[PledgeState, tuple[Gatherer, ...]] = {
    PledgeState.DRAFT: (_purpose, _requesters),
    PledgeState.PLEDGED: (_clock, _condition),
    PledgeState.DUE_DILIGENCE: (_examination, _condition),
    PledgeState.NEGOTIATION: (
        _examination,
        _terms,
        _checklist,
        _clock,
        _condition,
        _components,
    ),
    PledgeState.CLEARED: (
        _examination,
        _checklist,
        _papers,
        _requesters,
        _condition,
        _components,
    ),
    PledgeState.AGREED: (_cash,),
    PledgeState.PARTLY_RECEIVED: (_cash,),
    PledgeState.RECEIVED: (_cash,),
}
