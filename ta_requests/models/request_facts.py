"""What the guards of a request may know, counted under its lock: only what its state can need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum

from accounts.models import RoleGrant
from common.clock import day_of, end_of, months_after
from reference.services.parameters import count_of
from ta_requests.choices.assessment import AssessmentState
from ta_requests.choices.delivery import DeliveryState, OutputStatus
from ta_requests.choices.request import (
    CirculationState,
    CompletionBasis,
    DocumentKind,
    RequestState,
)
from ta_requests.lifecycle.circulation import CirculationFacts
from ta_requests.lifecycle.request_guards import NOTHING, RequestFacts
from ta_requests.models.assessment import Assessment
from ta_requests.models.assessment_parts import Assessor, PriorityScore
from ta_requests.models.circulation import Circulation
from ta_requests.models.component import Component
from ta_requests.models.delivery import Delivery
from ta_requests.models.delivery_parts import Output
from ta_requests.models.funding import ComponentFunding, FundingPosition
from ta_requests.models.material_item import MaterialItem
from ta_requests.models.request import Request
from workflows.actors import Actor

Found = dict[str, Any]
Look = Callable[[Request, datetime, Mapping[str, Any]], Found]


def _content(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    kinds = {document.kind for document in request.documents.all()}
    return {
        "themes": request.themes.count(),
        "types": frozenset(kind.pk for kind in request.assistance_types.all()),
        "items": request.items.count(),
        "has_note_verbale": DocumentKind.NOTE_VERBALE in kinds,
        "has_paper_note": DocumentKind.PAPER_NOTE in kinds,
    }


def _lead(request: Request, now: datetime, given: Mapping[str, Any]) -> Found:
    person = given.get("lead_assessor_id")
    if not isinstance(person, UUID):
        return {}
    conflicts = Assessor.objects.filter(
        assessment__request=request, person_id=person, has_conflict=True
    )
    grants = RoleGrant.objects.in_force(now).filter(person_id=person, role="assessor")
    return {
        "lead_is_assessor": grants.exists(),
        "lead_has_conflict": conflicts.exists(),
    }


def _question(_request: Request, now: datetime, _given: Mapping[str, Any]) -> Found:
    return {"information_due_at": now + timedelta(days=count_of("information_lapse_days"))}


def _warning(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    ahead = timedelta(days=count_of("lapse_warning_days"))
    due = request.information_due_at or request.review_due_at
    return {"warning_due_at": due and due - ahead}


def _review(_request: Request, now: datetime, _given: Mapping[str, Any]) -> Found:
    return {"review_due_at": end_of(months_after(day_of(now), count_of("review_months")))}


def _assessment(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    final = Assessment.objects.filter(request=request, state=AssessmentState.FINAL).first()
    score = PriorityScore.objects.filter(assessment=final).first() if final else None
    if final is None or score is None:
        return {}
    overridden = final.priority_override
    return {"score": score.total if overridden is None else overridden}


def _funding_case(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    people = Assessor.objects.filter(assessment__request=request)
    budget = _phase_one(request).aggregate(net=Sum("net"))["net"]
    return {
        "assessor_ids": frozenset(people.values_list("person_id", flat=True)),
        "phase_one_net_usd": budget or NOTHING,
        "named_donors": request.namings.count(),
    }


def _phase_one(request: Request) -> Any:
    return Component.objects.standing().of_request(request.pk).filter(phase=1)


def _money(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    position = FundingPosition.objects.filter(request=request).first()
    if position is None:
        return {}
    return {
        "covered_by_own_resources": position.local_resources_cover_phase_1,
        "released_usd": position.released_usd,
        "obligated_usd": position.open_obligations_usd + position.expenditure_usd,
        "allotments_open": position.allotments_open,
        "reports_open": position.reports_open,
    }


def _coverage(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    return {"phase_one_covered": covers_phase_one(request)}


COVERAGE = ("net", "funding__released_net_usd", "funding__in_kind_covered")


def covers_phase_one(request: Request) -> bool:
    """Tell whether every component of the first phase is paid or given in kind (DOMAIN 3)."""
    components = _phase_one(request).select_related("funding").order_by().only(*COVERAGE)
    return bool(components) and all(_is_covered(one) for one in components)


def _is_covered(component: Component) -> bool:
    try:
        funding: ComponentFunding = component.funding
    except ComponentFunding.DoesNotExist:
        return False
    return funding.covers


def _circulation(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    latest = Circulation.objects.filter(request=request).order_by("-number").first()
    state = latest.state if latest else ""
    return {
        "objected": state == CirculationState.OBJECTED,
        "circulated": state == CirculationState.CIRCULATED,
    }


def _plan(request: Request, _now: datetime, _given: Mapping[str, Any]) -> Found:
    agreed = Delivery.objects.filter(request=request, state=DeliveryState.APPROVED)
    return {"work_plan_agreed": agreed.exists()}


def _outcome(request: Request, now: datetime, _given: Mapping[str, Any]) -> Found:
    delivery = Delivery.objects.filter(request=request).exclude(state="cancelled").first()
    if delivery is None:
        return {}
    outputs = Output.objects.filter(delivery=delivery)
    return {
        "outputs": outputs.count(),
        "outputs_unsettled": outputs.unsettled().count(),
        "goods_outstanding": MaterialItem.objects.unsettled(delivery.pk).count(),
        "completion_basis": _basis(set(outputs.values_list("status", flat=True))),
        "follow_up_on": months_after(day_of(now), count_of("follow_up_months")),
    }


def _basis(statuses: set[str]) -> str:
    if OutputStatus.WAIVED in statuses:
        return CompletionBasis.WAIVED
    if OutputStatus.ACCEPTED_BY_SILENCE in statuses:
        return CompletionBasis.SILENCE
    return CompletionBasis.ACCEPTED


LOOKS: dict[str, tuple[Look, ...]] = {
    RequestState.DRAFT: (_content, _money),
    RequestState.SUBMITTED: (_money,),
    RequestState.RETURNED: (_money,),
    RequestState.ACKNOWLEDGED: (_lead, _question, _money),
    RequestState.INFO_REQUESTED: (_content, _warning, _money),
    RequestState.LAPSED: (_review, _money),
    RequestState.NEEDS_ASSESSMENT: (_assessment, _money),
    RequestState.ASSESSED: (_lead, _funding_case, _review, _money),
    RequestState.FUNDING_SOUGHT: (_circulation, _warning, _review, _coverage, _money),
    RequestState.FUNDED: (_plan, _coverage, _money),
    RequestState.IN_DELIVERY: (_outcome,),
    RequestState.COMPLETED: (_money,),
    RequestState.TERMINATED: (_money,),
}
"""What each state looks at; a state missing here has no guard that counts anything."""


def request_facts(
    subject: Request, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> RequestFacts:
    """Return the facts of one request."""
    found: Found = {}
    for look in LOOKS.get(subject.state, ()):
        found.update(look(subject, now, given))
    return RequestFacts(actor=actor, now=now, given=given, **found)


def circulation_facts(
    subject: Circulation, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> CirculationFacts:
    """Return the facts of one circulation."""
    seeking = subject.request.state == RequestState.FUNDING_SOUGHT
    return CirculationFacts(actor=actor, now=now, given=given, seeking=seeking)
