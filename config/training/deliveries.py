"""A delivery on its way: work plan, milestones, goods, outputs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from config.training.money import day
from config.training.requests import RequestStory
from ta_requests.machines import DELIVERY, MATERIAL_ITEM, MILESTONE
from ta_requests.models import Component, Output
from ta_requests.services import material_items, work_plan
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OFFICER = "programme_officer"
SECOND = "programme_officer.2"


def act(story: RequestStory, name: str, verb: str, *, days: int = 0, **given: Any) -> None:
    """Have somebody take a step of the delivery, some days later."""
    story.later(days)
    pk = story.delivery().pk
    story.cast.let(name, DELIVERY.verbs[verb], pk=pk, now=story.now, **given)


def plan(story: RequestStory, *, outputs: tuple[str, ...]) -> None:
    """Write the work plan and its outputs, with one indicator each."""
    story.later(5)
    pk = story.delivery().pk
    let, now = story.cast.let, story.now
    let(
        OFFICER,
        work_plan.write_plan,
        pk=pk,
        now=now,
        plan="First the people and the rules, then the equipment; a review after six months.",
        starts_on=day(now, ahead=10),
        ends_on=day(now, ahead=375),
    )
    for title in outputs:
        output = let(OFFICER, work_plan.add_output, pk=pk, now=now, title=title)
        let(
            OFFICER,
            work_plan.add_indicator,
            output_id=output.pk,
            now=now,
            title="People who completed a course",
            unit="person",
            baseline=Decimal(0),
            target=Decimal(90),
        )


def approve(story: RequestStory) -> None:
    """Have the State agree to the plan and the chief approve it."""
    act(story, f"{story.state}.ms_authority", "agree_plan", days=3)
    act(story, "section_chief", "approve", days=1)


def start(story: RequestStory, *, outputs: tuple[str, ...]) -> None:
    """Take a funded request into delivery."""
    plan(story, outputs=outputs)
    approve(story)
    story.act(OFFICER, "start_delivery", days=2)


def settle_outputs(story: RequestStory) -> None:
    """Have the State accept every output."""
    with speaking_as(SYSTEM):
        waiting = list(Output.objects.filter(delivery=story.delivery()).unsettled())
    for output in waiting:
        act(story, OFFICER, "notice_output", output_id=output.pk)
        act(story, f"{story.state}.ms_authority", "accept_output", output_id=output.pk, note="")


def milestone(story: RequestStory, title: str, *, state: str = "planned") -> None:
    """Set a milestone; give evidence; have another officer accept it."""
    pk = story.delivery().pk
    let, now = story.cast.let, story.now
    due = day(now, ahead=90)
    made = let(OFFICER, work_plan.add_milestone, pk=pk, now=now, title=title, due_on=due)
    if state != "planned":
        evidence = "Attendance lists by sex and age group, and the report of the visit."
        verb = MILESTONE.verbs["give_evidence"]
        let(OFFICER, verb, pk=made.pk, now=now, evidence=evidence)
    if state == "accepted":
        let(SECOND, MILESTONE.verbs["accept"], pk=made.pk, now=now)


def order(
    story: RequestStory, component: Component, description: str, quantity: int, unit: str
) -> UUID:
    """Order goods of a component and return the item."""
    made = story.cast.let(
        OFFICER,
        material_items.order_item,
        delivery_id=story.delivery().pk,
        now=story.now,
        component_id=component.pk,
        description=description,
        quantity=Decimal(quantity),
        unit=unit,
    )
    pk: UUID = made.pk
    return pk


def goods(story: RequestStory, pk: UUID, *steps: str) -> None:
    """Have UNODC take steps of an item."""
    for step in steps:
        story.cast.let(OFFICER, MATERIAL_ITEM.verbs[step], pk=pk, now=story.now)


def hand_over(story: RequestStory, pk: UUID, quantity: int, *, number: str, part: bool) -> None:
    """Present a certificate and have the State sign it."""
    story.cast.let(
        OFFICER,
        MATERIAL_ITEM.verbs["present_certificate"],
        pk=pk,
        now=story.now,
        quantity=Decimal(quantity),
        certificate_number=number,
    )
    sign = MATERIAL_ITEM.verbs["hand_over_part" if part else "hand_over"]
    story.cast.let(f"{story.state}.ms_authority", sign, pk=pk, now=story.now)
