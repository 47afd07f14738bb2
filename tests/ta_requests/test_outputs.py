"""Outputs: accepted line by line, contested, waived, or accepted by silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from common.errors import NotAllowed, ReasonRequired, Refused
from ta_requests.machines import DELIVERY
from ta_requests.models import Delivery, Output
from ta_requests.services import delivery, work_plan
from tests.factories.deliveries import deliver, delivery_of, plan
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.available import available
from workflows.models import Event

NOW = BEGINNING
STATE, OFFICER, CHIEF = "state.ms_authority", "programme_officer", "section_chief"


@pytest.fixture
def found(world: World) -> Delivery:
    case = request_at(world, "funded")
    opened = delivery_of(world, case)
    plan(world, opened.pk)
    with world.as_(OFFICER):
        work_plan.add_output(
            pk=opened.pk, actor=world[OFFICER], now=NOW, title="Instructors trained"
        )
    return deliver(world, case)


def output(world: World, found: Delivery, number: int = 1) -> Output:
    with world.as_("auditor"):
        return Output.objects.get(delivery=found, number=number)


def step(world: World, name: str, verb: str, found: Delivery, *, number: int = 1, **given):
    output_id = output(world, found, number).pk
    with world.as_(name):
        actor = SYSTEM if name == "system" else world[name]
        given = {"now": NOW, "output_id": output_id, **given}
        return DELIVERY.verbs[verb](pk=found.pk, actor=actor, **given)


def test_each_is_accepted_by_itself(world, found):
    step(world, OFFICER, "notice_output", found)
    step(world, STATE, "accept_output", found, note="In use since May.")

    first, second = output(world, found), output(world, found, 2)
    assert (first.status, first.note) == ("accepted", "In use since May.")
    assert first.settled_by_id == world[STATE].person_id
    assert second.status == "planned"
    assert str(second) == "2. Instructors trained"


def test_nothing_is_accepted_before_notice_nor_noticed_twice(world, found):
    with refused(Refused, "output_not_noticed"):
        step(world, STATE, "accept_output", found)
    step(world, OFFICER, "notice_output", found)
    with refused(Refused, "output_not_open"):
        step(world, OFFICER, "notice_output", found)
    with refused(Refused, "output_not_noticed"):
        step(world, STATE, "accept_output", found, output_id=uuid4())


def test_a_contested_output_is_mended_and_noticed_anew(world, found):
    step(world, OFFICER, "notice_output", found)
    with refused(ReasonRequired):
        step(world, STATE, "contest_output", found)
    step(world, STATE, "contest_output", found, reason="One saw is missing.")
    contested = output(world, found)
    assert (contested.status, contested.note) == ("contested", "One saw is missing.")
    assert delivery.advance(NOW + timedelta(days=60)) == 0

    step(world, OFFICER, "notice_output", found)
    step(world, STATE, "accept_output", found)

    assert output(world, found).status == "accepted"


def test_silence_accepts_after_20_working_days_and_the_event_says_so(world, found):
    step(world, OFFICER, "notice_output", found)
    due = output(world, found).silence_due_at
    assert due is not None

    with refused(Refused, "output_not_silent"):
        step(world, "system", "accept_output_by_silence", found)
    assert delivery.advance(due - timedelta(seconds=1)) == 0
    assert delivery.advance(due) == 1
    assert delivery.advance(due) == 0

    with world.as_("auditor"):
        event = Event.objects.of(found.pk).reverse()[0]
    assert (event.name, event.actor_role) == ("accept_output_by_silence", "system")
    assert (event.data["output"], event.data["status"]) == (1, "accepted_by_silence")


def test_the_chief_waives_with_a_reason(world, found):
    with refused(ReasonRequired):
        step(world, CHIEF, "waive_output", found)
    with refused(NotAllowed):
        step(world, OFFICER, "waive_output", found, reason="It is fine.")
    step(world, CHIEF, "waive_output", found, reason="The school closed.")
    with refused(Refused, "output_settled"):
        step(world, CHIEF, "waive_output", found, reason="Again.")

    assert output(world, found).note == "The school closed."


def test_an_act_that_asks_for_an_output_is_offered(world, found):
    with world.as_(OFFICER):
        offers = {one.name: one for one in available(found, actor=world[OFFICER], now=NOW)}

    assert offers["notice_output"].allowed
    assert offers["notice_output"].asks == ("output_id",)


UNSETTLED_SO: list[tuple[dict[str, Any], str]] = [
    (
        {"status": "accepted_by_silence", "settled_at": NOW},
        "an_output_is_noticed_before_it_is_accepted",
    ),
    ({"status": "waived"}, "a_settled_output_says_when_and_by_whom"),
    ({"status": "contested"}, "a_waiver_or_contest_says_why"),
]


def test_the_database_knows_how_an_output_is_settled(world, found):
    for change, constraint in UNSETTLED_SO:
        with world.as_("system"), refused_by_database(constraint):
            Output.objects.update(**change)
