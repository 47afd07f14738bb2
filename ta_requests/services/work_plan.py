"""The work plan: its text and dates, outputs, indicators and milestones."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from ta_requests.choices.delivery import AgeBand, DeliveryState, Sex
from ta_requests.machines import DELIVERY, MILESTONE
from ta_requests.models import (
    Component,
    Delivery,
    Indicator,
    IndicatorValue,
    Milestone,
    Output,
)
from ta_requests.policies.assessment import OFFICER
from ta_requests.services.following import open_for_edit, person_of, required, wrong
from workflows.actors import Actor
from workflows.engine import create
from workflows.moves import Requirement

IN_FORMULATION = Requirement(
    lambda delivery: delivery.state == DeliveryState.FORMULATION,
    _("The work plan is written while it is in formulation."),
    "plan_not_writable",
)
NOT_ENDED = Requirement(
    lambda delivery: (
        delivery.state
        in {DeliveryState.FORMULATION, DeliveryState.APPROVED, DeliveryState.IMPLEMENTATION}
    ),
    _("The delivery has ended or stands still."),
    "delivery_not_live",
)
STARTED = Requirement(
    lambda delivery: delivery.started_at is not None and delivery.closed_at is None,
    _("Results are recorded from the start of the work until its accounts are closed."),
    "delivery_not_started",
)
LARGEST = Decimal(10) ** 12


def open_plan(
    pk: UUID, *, actor: Actor, now: datetime, version: int | None, allowed: Requirement
) -> Delivery:
    delivery: Delivery = open_for_edit(
        DELIVERY, pk=pk, actor=actor, now=now, version=version, by=OFFICER, allowed=allowed
    )
    return delivery


def _rewrite(delivery: Delivery, actor: Actor) -> None:
    """Save a changed plan: its writer is known, and the State must agree anew."""
    delivery.planned_by_id = actor.person_id
    delivery.agreed_at = delivery.agreed_by_id = None
    delivery.save()


def write_plan(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    plan: str,
    starts_on: date,
    ends_on: date,
    version: int | None = None,
) -> Delivery:
    """Write the text and the dates of the work plan."""
    if ends_on < starts_on:
        raise wrong("dates_reversed", _("The last day is before the first."), "ends_on")
    with transaction.atomic():
        delivery = open_plan(pk, actor=actor, now=now, version=version, allowed=IN_FORMULATION)
        delivery.plan, delivery.starts_on, delivery.ends_on = plan, starts_on, ends_on
        _rewrite(delivery, actor)
    return delivery


def add_output(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    title: str,
    description: str = "",
    component_id: UUID | None = None,
    version: int | None = None,
) -> Output:
    """Add an output to the plan."""
    title = required(title, field="title", sentence=_("An output needs a title."))
    with transaction.atomic():
        delivery = open_plan(pk, actor=actor, now=now, version=version, allowed=IN_FORMULATION)
        if component_id is not None:
            standing_component(delivery, component_id)
        _rewrite(delivery, actor)
        return Output.objects.create(
            delivery=delivery,
            component_id=component_id,
            number=next_number(Output.objects.filter(delivery=delivery)),
            title=title,
            description=description,
        )


def change_output(
    *,
    output_id: UUID,
    actor: Actor,
    now: datetime,
    title: str,
    description: str = "",
    version: int | None = None,
) -> Output:
    """Write an output anew."""
    title = required(title, field="title", sentence=_("An output needs a title."))
    with transaction.atomic():
        output = _output(output_id, actor=actor, now=now, version=version, allowed=IN_FORMULATION)
        _rewrite(output.delivery, actor)
        output.title, output.description = title, description
        output.save()
    return output


def remove_output(
    *, output_id: UUID, actor: Actor, now: datetime, version: int | None = None
) -> Delivery:
    """Take an output, with its indicators, out of the plan; not while a milestone speaks of it."""
    with transaction.atomic():
        output = _output(output_id, actor=actor, now=now, version=version, allowed=IN_FORMULATION)
        if output.milestones.exists():
            raise wrong(
                "output_has_milestones", _("A milestone belongs to this output."), "output_id"
            )
        _rewrite(output.delivery, actor)
        output.indicators.all().delete()
        output.delete()
    return output.delivery


def _output(
    output_id: UUID,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    allowed: Requirement,
) -> Output:
    """Return an output under the lock of its delivery."""
    found = Output.objects.visible_to(actor).filter(pk=output_id)
    owner = found.values_list("delivery_id", flat=True).first()
    if owner is None:
        raise NotFound
    delivery = open_plan(owner, actor=actor, now=now, version=version, allowed=allowed)
    output = found.first()
    if output is None:  # removed by another officer while we waited for the lock
        raise NotFound
    output.delivery = delivery
    return output


def add_indicator(
    *,
    output_id: UUID,
    actor: Actor,
    now: datetime,
    title: str,
    unit: str,
    baseline: Decimal,
    target: Decimal,
    version: int | None = None,
) -> Indicator:
    """Say how the result of an output is measured."""
    title = required(title, field="title", sentence=_("An indicator needs a title."))
    for field, value in (("baseline", baseline), ("target", target)):
        _measurable(value, field=field)
    with transaction.atomic():
        output = _output(output_id, actor=actor, now=now, version=version, allowed=IN_FORMULATION)
        if output.indicators.filter(title=title).exists():
            raise wrong("indicator_exists", _("There is such an indicator already."), "title")
        _rewrite(output.delivery, actor)
        return Indicator.objects.create(
            output=output, title=title, unit=unit.strip(), baseline=baseline, target=target
        )


def record_value(
    *,
    indicator_id: UUID,
    actor: Actor,
    now: datetime,
    on: date,
    value: Decimal,
    sex: str = Sex.ALL.value,
    age_band: str = AgeBand.ALL.value,
    version: int | None = None,
) -> IndicatorValue:
    """Record a count as of a day, by sex and age only; a later record corrects an earlier one."""
    _measurable(value, field="value")
    if sex not in Sex.values or age_band not in AgeBand.values:
        raise wrong("group_unknown", _("People are counted by sex and age only."), "sex")
    with transaction.atomic():
        indicator = Indicator.objects.visible_to(actor).filter(pk=indicator_id).first()
        if indicator is None:
            raise NotFound
        output = _output(
            indicator.output_id, actor=actor, now=now, version=version, allowed=STARTED
        )
        output.delivery.save()
        return IndicatorValue.objects.create(
            indicator=indicator,
            on=on,
            value=value,
            sex=sex,
            age_band=age_band,
            recorded_at=now,
            recorded_by_id=person_of(actor),
        )


def _measurable(value: Decimal, *, field: str) -> None:
    if not value.is_finite() or abs(value) >= LARGEST or value != round(value, 4):
        raise wrong("value_not_measurable", _("Give a number with at most four decimals."), field)


def add_milestone(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    title: str,
    due_on: date,
    output_id: UUID | None = None,
    version: int | None = None,
) -> Milestone:
    """Add a milestone; while the plan is in formulation the State must agree anew."""
    title = required(title, field="title", sentence=_("A milestone needs a title."))
    with transaction.atomic():
        delivery = open_plan(pk, actor=actor, now=now, version=version, allowed=NOT_ENDED)
        if output_id and not Output.objects.filter(pk=output_id, delivery=delivery).exists():
            raise wrong("output_unknown", _("There is no such output."), "output_id")
        if delivery.state == DeliveryState.FORMULATION:
            _rewrite(delivery, actor)
        else:
            delivery.save()
        number = next_number(Milestone.objects.filter(delivery=delivery))
        milestone = Milestone(
            delivery=delivery,
            organisation_id=delivery.organisation_id,
            output_id=output_id,
            number=number,
            reference=f"{delivery.reference}-M{number}",
            title=title,
            due_on=due_on,
        )
        create(MILESTONE, milestone, actor=actor, now=now, role=OFFICER.role_of(actor))
    return milestone


def standing_component(delivery: Delivery, component_id: UUID) -> Component:
    """Return a component in force of the delivery's request.

    Raises:
        Invalid.
    """
    of_request = Component.objects.of_request(delivery.request_id).standing()
    component = of_request.filter(pk=component_id).first()
    if component is None:
        raise wrong("component_unknown", _("There is no such component."), "component_id")
    return component


def next_number(siblings: QuerySet[Any]) -> int:
    """Return the number after the last of ``siblings``."""
    last: int | None = siblings.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
