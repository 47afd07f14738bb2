"""What the guards of a delivery, its milestones and its goods may know, counted under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from common.clock import day_of
from reference.services.parameters import count_of
from ta_requests.choices.delivery import UNSETTLED
from ta_requests.lifecycle.delivery import DeliveryFacts, OutputGlance
from ta_requests.lifecycle.material_item import ItemFacts
from ta_requests.lifecycle.milestone import MilestoneFacts
from ta_requests.models.delivery import Delivery
from ta_requests.models.delivery_parts import Output
from ta_requests.models.material_item import MaterialItem
from ta_requests.models.milestone import Milestone
from workflows.actors import Actor

SHORTEST_MONTH = 28


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the 28th where a month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    target = day.replace(day=1, year=day.year + years, month=month + 1)
    try:
        return target.replace(day=day.day)
    except ValueError:
        return target.replace(day=SHORTEST_MONTH)


def delivery_facts(
    subject: Delivery, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> DeliveryFacts:
    """Return the facts of one delivery."""
    outputs = {output.pk: output for output in Output.objects.filter(delivery=subject)}
    named = outputs.get(given["output_id"]) if "output_id" in given else None
    today = day_of(now)
    return DeliveryFacts(
        actor=actor,
        now=now,
        given=given,
        outputs=len(outputs),
        open_outputs=sum(output.status in UNSETTLED for output in outputs.values()),
        open_goods=MaterialItem.objects.unsettled(subject.pk).count(),
        output=_glance(named) if named else None,
        today=today,
        follow_up_on=months_after(today, count_of("follow_up_months")),
    )


def _glance(output: Output) -> OutputGlance:
    return OutputGlance(id=output.pk, status=output.status, silence_due_at=output.silence_due_at)


def milestone_facts(
    subject: Milestone, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> MilestoneFacts:
    """Return the facts of one milestone."""
    return MilestoneFacts(actor=actor, now=now, given=given, delivery_state=subject.delivery.state)


def item_facts(
    subject: MaterialItem, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> ItemFacts:
    """Return the facts of one material item."""
    return ItemFacts(actor=actor, now=now, given=given)
