"""What the team of an assessment writes: the report, the areas, the score, the components."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from common.money import Money
from portal.writing.kinds import Writing
from ta_requests.api.assessment_inputs import AreaInput, PriorityInput, ProposalInput, SectionsInput
from ta_requests.choices.assessment import Area
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.models import Assessment, Component, PriorityScore
from ta_requests.policies.assessment import TEAM
from ta_requests.services import assessment_areas, components
from ta_requests.services.components import ItemLine, Proposal
from web.entries import Written, fields_of
from web.inputs import Inputs
from workflows.actors import Actor

LINE = ("description", "quantity", "unit")


def _write_report(said: Written) -> Any:
    return assessment_areas.write_report(**said.edit, sections=said.given)


def _sections_of(report: Assessment, _part: Any) -> dict[str, Any]:
    return {name: getattr(report, name) for name in SECTIONS}


def _area(report: Assessment, part: str, _actor: Actor) -> Any:
    if part not in Area.values:
        raise NotFound
    return report.areas.filter(area=part).first() or Area(part)


def _area_before(_report: Assessment, part: Any) -> dict[str, Any]:
    names = fields_of(AreaInput)
    return {} if isinstance(part, Area) else {name: getattr(part, name) for name in names}


def _score_area(said: Written) -> Any:
    return assessment_areas.score_area(**said.edit, area=said.part, **said.given)


def _rate_priority(said: Written) -> Any:
    justification = said.given.pop("justification")
    return assessment_areas.rate_priority(
        **said.edit, justification=justification, ratings=said.given
    )


def _rated_before(report: Assessment, _part: Any) -> dict[str, Any]:
    score = PriorityScore.objects.filter(assessment=report).first()
    names = ("justification", *assessment_areas.RATED)
    return {name: getattr(score, name) for name in names} if score else {}


def _proposal(given: dict[str, Any]) -> Proposal:
    lines = [ItemLine(**line) for line in given.pop("items", [])]
    return Proposal(**given, items=lines)


def _add_component(said: Written) -> Any:
    return components.add_component(**said.edit, proposal=_proposal(said.given))


def _change_component(said: Written) -> Any:
    return components.change_component(
        component_id=UUID(said.part), **said.of_part, proposal=_proposal(said.given)
    )


def _remove_component(said: Written) -> Any:
    return components.remove_component(component_id=UUID(said.part), **said.of_part)


def _component(report: Assessment, part: str, actor: Actor) -> Component:
    mine = Component.objects.visible_to(actor).filter(assessment=report, pk=_id(part))
    found = mine.first()
    if found is None:
        raise NotFound
    return found


def _id(part: str) -> UUID:
    try:
        return UUID(part)
    except ValueError:
        raise NotFound from None


def _component_before(_report: Assessment, part: Component) -> dict[str, Any]:
    return {
        "theme": part.theme_id,
        "assistance_type": part.assistance_type_id,
        "title": part.title,
        "quantity": part.quantity,
        "unit": part.unit,
        "phase": part.phase,
        "funding_kind": part.funding_kind,
        "net": Money(part.net, part.currency),
        "items": list(part.items.values(*LINE)),
    }


def _new_component(_report: Assessment, _part: Any) -> dict[str, Any]:
    return {"quantity": 1, "phase": 1, "funding_kind": "cash", "net_currency": "USD"}


COMMON: dict[str, Any] = {"by": TEAM, "at": assessment_areas.WRITABLE.holds}

WRITINGS = (
    Writing(
        name="write_report",
        title=_("Write the report"),
        inputs=SectionsInput,
        call=_write_report,
        initial=_sections_of,
        hint=_("Findings, prioritised needs, risks and notes. You can save and come back."),
        **COMMON,
    ),
    Writing(
        name="score_area",
        title=_("Score an area"),
        inputs=AreaInput,
        call=_score_area,
        initial=_area_before,
        part=_area,
        of_part=True,
        hint=_("A score from 0 (absent) to 4 (sound) needs evidence; else say why it is left out."),
        **COMMON,
    ),
    Writing(
        name="rate_priority",
        title=_("Rate the priority"),
        inputs=PriorityInput,
        call=_rate_priority,
        initial=_rated_before,
        hint=_("Each criterion from 0 to 4. The score ranks requests, it never decides on one."),
        aside="portal/desks/_parts/weights.html",
        **COMMON,
    ),
    Writing(
        name="add_component",
        title=_("Add a component"),
        inputs=ProposalInput,
        call=_add_component,
        initial=_new_component,
        hint=_("Give the net budget; programme support cost and gross are worked out from it."),
        **COMMON,
    ),
    Writing(
        name="change_component",
        title=_("Change the component"),
        inputs=ProposalInput,
        call=_change_component,
        initial=_component_before,
        part=_component,
        of_part=True,
        hint=_("Empty a line of goods to take it out."),
        **COMMON,
    ),
    Writing(
        name="remove_component",
        title=_("Remove the component"),
        inputs=Inputs,
        call=_remove_component,
        part=_component,
        of_part=True,
        **COMMON,
    ),
)
