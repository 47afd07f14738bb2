"""Assessments that reach their state by the steps people take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from common.money import Money
from ta_requests.choices.assessment import Area
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.models import Assessment, Component, Request
from ta_requests.services import assessment, assessment_areas, assessment_team, state_validation
from ta_requests.services.components import ItemLine, Proposal, add_component
from tests.stock import told_once
from tests.world import BEGINNING, World

ROAD = ("planned", "in_progress", "draft_report", "state_validation", "final")

TRAINING = Proposal(
    theme="T2c",
    assistance_type="capacity_building",
    title="Carpentry workshops in three prisons",
    net=Money(Decimal(100_000), "USD"),
    quantity=Decimal(3),
    unit="workshop",
)
BEDS = Proposal(
    theme="T2",
    assistance_type="material_support",
    title="Beds and mattresses",
    net=Money(Decimal(50_000), "USD"),
    quantity=Decimal(1),
    unit="lot",
    items=(ItemLine(description="Bed", quantity=Decimal(200), unit="piece"),),
)
IN_KIND = Proposal(
    theme="T2d",
    assistance_type="material_support",
    title="Schoolbooks",
    net=Money(Decimal(20_000), "USD"),
    quantity=Decimal(1),
    unit="lot",
    phase=2,
    funding_kind="in_kind",
    items=(ItemLine(description="Book", quantity=Decimal(1_000), unit="piece"),),
)
RATINGS = dict.fromkeys(assessment_areas.RATED, 3)


def living_assessment(request_id: UUID) -> Assessment:
    """Return the assessment of a request that is neither cancelled nor superseded."""
    reports = Assessment.objects.of_request(request_id)
    return reports.exclude(state__in=["cancelled", "superseded"]).get()


@told_once
def assess(
    world: World,
    request: Request,
    state: str = "final",
    *,
    now: datetime = BEGINNING,
    proposals: Sequence[Proposal] = (TRAINING,),
    lead: str = "assessor",
) -> Assessment:
    """Take the open assessment of a request (in needs_assessment) on to ``state``."""
    with world.as_("auditor"):
        report = living_assessment(request.pk)
    for reached in ROAD[ROAD.index(report.state) + 1 : ROAD.index(state) + 1]:
        STEPS[reached](world, report.pk, now, proposals, lead)
    with world.as_("auditor"):
        return Assessment.objects.get(pk=report.pk)


def _in_progress(
    world: World, pk: UUID, now: datetime, _proposals: Sequence[Proposal], lead: str
) -> None:
    actor = world[lead]
    with world.as_(lead):
        assessment_team.declare(pk=pk, actor=actor, now=now, conflict=False)
        assessment.begin(pk=pk, actor=actor, now=now)


def write_everything(
    world: World, pk: UUID, now: datetime, proposals: Sequence[Proposal], lead: str = "assessor"
) -> list[Component]:
    """Fill in all that a report needs."""
    actor = world[lead]
    with world.as_(lead):
        assessment_areas.write_report(
            pk=pk, actor=actor, now=now, sections={name: f"On {name}." for name in SECTIONS}
        )
        for area in Area.values:
            assessment_areas.score_area(
                pk=pk, actor=actor, now=now, area=area, score=2, evidence="Seen on site."
            )
        assessment_areas.rate_priority(
            pk=pk, actor=actor, now=now, ratings=RATINGS, justification="As found."
        )
        return [
            add_component(pk=pk, actor=actor, now=now, proposal=proposal) for proposal in proposals
        ]


def _draft_report(
    world: World, pk: UUID, now: datetime, proposals: Sequence[Proposal], lead: str
) -> None:
    write_everything(world, pk, now, proposals, lead)
    with world.as_(lead):
        assessment.submit_draft(pk=pk, actor=world[lead], now=now)


def _state_validation(
    world: World, pk: UUID, now: datetime, _proposals: Sequence[Proposal], _lead: str
) -> None:
    with world.as_("section_chief"):
        state_validation.send_to_state(pk=pk, actor=world["section_chief"], now=now)


def _final(
    world: World, pk: UUID, now: datetime, _proposals: Sequence[Proposal], _lead: str
) -> None:
    state = world["state.ms_authority"]
    with world.as_("state.ms_authority"):
        state_validation.validate_report(pk=pk, actor=state, now=now, text="We agree.")
    with world.as_("section_chief"):
        assessment.finalise(pk=pk, actor=world["section_chief"], now=now)


STEPS = {
    "in_progress": _in_progress,
    "draft_report": _draft_report,
    "state_validation": _state_validation,
    "final": _final,
}
