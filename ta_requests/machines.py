"""The machines of the room: model, facts, who may read the trail; their verbs are put in above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ta_requests.choices.assessment import AssessmentState
from ta_requests.choices.delivery import DeliveryState, ItemState, MilestoneState
from ta_requests.choices.request import CirculationState, RequestState
from ta_requests.models import (
    Assessment,
    Circulation,
    Delivery,
    MaterialItem,
    Milestone,
    Request,
)
from ta_requests.models.assessment_facts import assessment_facts
from ta_requests.models.delivery_facts import delivery_facts, item_facts, milestone_facts
from ta_requests.models.request_facts import circulation_facts, request_facts
from workflows.registry import Machine


def requesting_state(subject: Any) -> Sequence[UUID]:
    """Return the one organisation besides UNODC that reads the trail: the requesting State."""
    return [subject.organisation_id]


REQUEST = Machine(
    key="request",
    model=Request,
    initial=RequestState.DRAFT,
    facts=request_facts,
    parties=requesting_state,
)
CIRCULATION = Machine(
    key="circulation",
    model=Circulation,
    initial=CirculationState.NOTICED,
    facts=circulation_facts,
    parties=requesting_state,
    reference=lambda circulation: circulation.request.reference or "",
)
ASSESSMENT = Machine(
    key="assessment",
    model=Assessment,
    initial=AssessmentState.PLANNED,
    facts=assessment_facts,
    parties=requesting_state,
)
DELIVERY = Machine(
    key="delivery",
    model=Delivery,
    initial=DeliveryState.FORMULATION,
    facts=delivery_facts,
    parties=requesting_state,
)
MILESTONE = Machine(
    key="milestone",
    model=Milestone,
    initial=MilestoneState.PLANNED,
    facts=milestone_facts,
    parties=requesting_state,
)
MATERIAL_ITEM = Machine(
    key="material_item",
    model=MaterialItem,
    initial=ItemState.ORDERED,
    facts=item_facts,
    parties=requesting_state,
)

MACHINES = (REQUEST, CIRCULATION, ASSESSMENT, DELIVERY, MILESTONE, MATERIAL_ITEM)
