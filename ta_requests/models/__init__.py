"""Requests, circulations, needs assessments, components and deliveries."""

from ta_requests.models.assessment import Assessment
from ta_requests.models.assessment_parts import (
    AssessedArea,
    Assessor,
    PriorityScore,
    PriorityWeights,
    StateValidation,
)
from ta_requests.models.circulation import Circulation
from ta_requests.models.component import Component, ComponentItem
from ta_requests.models.delivery import Delivery
from ta_requests.models.delivery_parts import Feedback, Indicator, IndicatorValue, Output
from ta_requests.models.funding import ComponentFunding, FundingPosition
from ta_requests.models.material_item import MaterialItem
from ta_requests.models.milestone import Milestone
from ta_requests.models.request import NamedDonor, Request
from ta_requests.models.request_parts import (
    Clarification,
    Document,
    RequestedItem,
    RequestVersion,
    Turn,
)

__all__ = [
    "AssessedArea",
    "Assessment",
    "Assessor",
    "Circulation",
    "Clarification",
    "Component",
    "ComponentFunding",
    "ComponentItem",
    "Delivery",
    "Document",
    "Feedback",
    "FundingPosition",
    "Indicator",
    "IndicatorValue",
    "MaterialItem",
    "Milestone",
    "NamedDonor",
    "Output",
    "PriorityScore",
    "PriorityWeights",
    "Request",
    "RequestVersion",
    "RequestedItem",
    "StateValidation",
    "Turn",
]
