"""What programme officers write: the work plan, its outputs and milestones, results, orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from portal.writing.kinds import Writing
from ta_requests.api.delivery_inputs import (
    IndicatorInput,
    MilestoneInput,
    NewOutputInput,
    OrderInput,
    OutputInput,
    PlanInput,
    ValueInput,
)
from ta_requests.models import Delivery, Indicator, Output
from ta_requests.policies.assessment import OFFICER
from ta_requests.services import material_items, work_plan
from web.entries import Written, fields_of
from web.inputs import Inputs
from workflows.actors import Actor


def _write_plan(said: Written) -> Any:
    return work_plan.write_plan(**said.edit, **said.given)


def _plan_of(delivery: Delivery, _part: Any) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in fields_of(PlanInput)}


def _add_output(said: Written) -> Any:
    return work_plan.add_output(**said.edit, **said.given)


def _change_output(said: Written) -> Any:
    return work_plan.change_output(output_id=UUID(said.part), **said.of_part, **said.given)


def _remove_output(said: Written) -> Any:
    return work_plan.remove_output(output_id=UUID(said.part), **said.of_part)


def _add_indicator(said: Written) -> Any:
    return work_plan.add_indicator(output_id=UUID(said.part), **said.of_part, **said.given)


def _record_value(said: Written) -> Any:
    return work_plan.record_value(indicator_id=UUID(said.part), **said.of_part, **said.given)


def _add_milestone(said: Written) -> Any:
    return work_plan.add_milestone(**said.edit, **said.given)


def _order_item(said: Written) -> Any:
    return material_items.order_item(delivery_id=said.pk, **said.of_part, **said.given)


def _id(part: str) -> UUID:
    try:
        return UUID(part)
    except ValueError:
        raise NotFound from None


def _output(delivery: Delivery, part: str, actor: Actor) -> Output:
    found = Output.objects.visible_to(actor).filter(delivery=delivery, pk=_id(part)).first()
    if found is None:
        raise NotFound
    return found


def _output_before(_delivery: Delivery, part: Output) -> dict[str, Any]:
    return {"title": part.title, "description": part.description}


def _indicator(delivery: Delivery, part: str, actor: Actor) -> Indicator:
    mine = Indicator.objects.visible_to(actor).filter(output__delivery=delivery, pk=_id(part))
    found = mine.first()
    if found is None:
        raise NotFound
    return found


PLANNING: dict[str, Any] = {"by": OFFICER, "at": work_plan.IN_FORMULATION.holds}
OF_OUTPUT: dict[str, Any] = {"part": _output, "of_part": True, **PLANNING}

WRITINGS = (
    Writing(
        name="write_plan",
        title=_("Write the work plan"),
        inputs=PlanInput,
        call=_write_plan,
        initial=_plan_of,
        hint=_("Each change asks the State to agree anew."),
        **PLANNING,
    ),
    Writing(
        name="add_output",
        title=_("Add an output"),
        inputs=NewOutputInput,
        call=_add_output,
        hint=_("One thing to be delivered, which the State accepts line by line."),
        **PLANNING,
    ),
    Writing(
        name="change_output",
        title=_("Change the output"),
        inputs=OutputInput,
        call=_change_output,
        initial=_output_before,
        **OF_OUTPUT,
    ),
    Writing(
        name="remove_output",
        title=_("Remove the output"),
        inputs=Inputs,
        call=_remove_output,
        **OF_OUTPUT,
    ),
    Writing(
        name="add_indicator",
        title=_("Add an indicator"),
        inputs=IndicatorInput,
        call=_add_indicator,
        hint=_("How the result of the output is measured: from where, to where, in which unit."),
        **OF_OUTPUT,
    ),
    Writing(
        name="record_value",
        title=_("Record a result"),
        inputs=ValueInput,
        call=_record_value,
        by=OFFICER,
        at=work_plan.STARTED.holds,
        part=_indicator,
        of_part=True,
        hint=_("People are counted by sex and age only; no name, no case."),
    ),
    Writing(
        name="add_milestone",
        title=_("Add a milestone"),
        inputs=MilestoneInput,
        call=_add_milestone,
        by=OFFICER,
        at=work_plan.NOT_ENDED.holds,
        hint=_("One officer gives the evidence, another accepts it."),
    ),
    Writing(
        name="order_item",
        title=_("Order goods"),
        inputs=OrderInput,
        call=_order_item,
        by=OFFICER,
        at=material_items.UNDER_WAY.holds,
        hint=_("Each order is followed from the shipment to the certificate the State signs."),
    ),
)
