"""Deliveries, milestones and goods that reach their state by the steps people take."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from ta_requests.machines import REQUEST
from ta_requests.models import Component, Delivery, MaterialItem, Milestone, Output, Request
from ta_requests.services import delivery, material_items, milestones, outputs, work_plan
from tests.stock import told_once
from tests.world import BEGINNING, World

ROAD = ("formulation", "approved", "implementation", "operationally_closed")


def delivery_of(world: World, request: Request) -> Delivery:
    """Return the delivery of a request as it stands now."""
    with world.as_("auditor"):
        return Delivery.objects.filter(request_id=request.pk).exclude(state="cancelled").get()


def plan(world: World, pk: UUID, *, now: datetime = BEGINNING) -> Output:
    """Write a work plan with one output."""
    officer = world["programme_officer"]
    with world.as_("programme_officer"):
        work_plan.write_plan(
            pk=pk,
            actor=officer,
            now=now,
            plan="Workshops are built, instructors trained.",
            starts_on=date(2026, 11, 1),
            ends_on=date(2027, 10, 31),
        )
        return work_plan.add_output(pk=pk, actor=officer, now=now, title="Workshops in use")


@told_once
def deliver(
    world: World, request: Request, state: str = "implementation", *, now: datetime = BEGINNING
) -> Delivery:
    """Take the delivery of a funded request on to ``state``."""
    found = delivery_of(world, request)
    for reached in ROAD[ROAD.index(found.state) + 1 : ROAD.index(state) + 1]:
        STEPS[reached](world, found, now)
    return delivery_of(world, request)


def _approved(world: World, found: Delivery, now: datetime) -> None:
    if not found.plan:
        plan(world, found.pk, now=now)
    with world.as_("state.ms_authority"):
        delivery.agree_plan(pk=found.pk, actor=world["state.ms_authority"], now=now)
    with world.as_("section_chief"):
        delivery.approve(pk=found.pk, actor=world["section_chief"], now=now)


def _implementation(world: World, found: Delivery, now: datetime) -> None:
    with world.as_("programme_officer"):
        REQUEST.verbs["start_delivery"](
            pk=found.request_id, actor=world["programme_officer"], now=now
        )


def settle_outputs(world: World, found: Delivery, *, now: datetime = BEGINNING) -> None:
    """Have the State accept every output still open."""
    with world.as_("auditor"):
        open_outputs = list(Output.objects.filter(delivery=found).unsettled())
    for output in open_outputs:
        with world.as_("programme_officer"):
            outputs.notice_output(
                pk=found.pk, actor=world["programme_officer"], now=now, output_id=output.pk
            )
        with world.as_("state.ms_authority"):
            outputs.accept_output(
                pk=found.pk, actor=world["state.ms_authority"], now=now, output_id=output.pk
            )


def _operationally_closed(world: World, found: Delivery, now: datetime) -> None:
    settle_outputs(world, found, now=now)
    with world.as_("programme_officer"):
        delivery.close_operationally(pk=found.pk, actor=world["programme_officer"], now=now)


STEPS = {
    "approved": _approved,
    "implementation": _implementation,
    "operationally_closed": _operationally_closed,
}


@told_once
def milestone_at(
    world: World, found: Delivery, state: str = "planned", *, now: datetime = BEGINNING
) -> Milestone:
    """Return a milestone of a delivery under way in ``state``."""
    officer = world["programme_officer"]
    with world.as_("programme_officer"):
        made = work_plan.add_milestone(
            pk=found.pk, actor=officer, now=now, title="First workshop", due_on=date(2027, 1, 31)
        )
        if state != "planned":
            milestones.give_evidence(
                pk=made.pk, actor=officer, now=now, evidence="Photographs and the visit report."
            )
    if state == "accepted":
        with world.as_("programme_officer.2"):
            milestones.accept(pk=made.pk, actor=world["programme_officer.2"], now=now)
    with world.as_("auditor"):
        return Milestone.objects.get(pk=made.pk)


def order(
    world: World,
    found: Delivery,
    *,
    now: datetime = BEGINNING,
    quantity: Decimal = Decimal(200),
    replaces_id: UUID | None = None,
) -> MaterialItem:
    """Order goods of the first component of the request."""
    with world.as_("programme_officer"):
        component = Component.objects.of_request(found.request_id).standing().first()
        assert component is not None
        return material_items.order_item(
            delivery_id=found.pk,
            actor=world["programme_officer"],
            now=now,
            component_id=component.pk,
            description="Beds",
            quantity=quantity,
            unit="piece",
            replaces_id=replaces_id,
        )


def hand_over(
    world: World, pk: UUID, quantity: Decimal, *, now: datetime = BEGINNING, part: bool = False
) -> None:
    """Present a certificate and have the State sign it."""
    officer, state = world["programme_officer"], world["state.ms_authority"]
    with world.as_("programme_officer"):
        material_items.present_certificate(
            pk=pk, actor=officer, now=now, quantity=quantity, certificate_number="C-1"
        )
    with world.as_("state.ms_authority"):
        sign = material_items.hand_over_part if part else material_items.hand_over
        sign(pk=pk, actor=state, now=now)


@told_once
def goods_at(
    world: World, found: Delivery, state: str = "ordered", *, now: datetime = BEGINNING
) -> MaterialItem:
    """Return goods of a delivery under way in ``state``."""
    item, officer = order(world, found, now=now), world["programme_officer"]
    if state not in {"ordered", "lost"}:
        with world.as_("programme_officer"):
            material_items.ship(pk=item.pk, actor=officer, now=now)
            if state != "shipped":
                material_items.arrive(pk=item.pk, actor=officer, now=now)
    if state in {"handed_over", "partly_handed_over"}:
        part = state == "partly_handed_over"
        hand_over(world, item.pk, Decimal(80 if part else 200), now=now, part=part)
    if state == "lost":
        with world.as_("programme_officer"):
            material_items.report_lost(
                pk=item.pk, actor=officer, now=now, reason="The lorry burned down."
            )
    with world.as_("auditor"):
        return MaterialItem.objects.get(pk=item.pk)


def later(now: datetime, days: int) -> datetime:
    """Return the same hour so many days later."""
    return now + timedelta(days=days)
