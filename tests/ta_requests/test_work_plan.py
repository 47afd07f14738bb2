"""The work plan: who writes it, until when, and what it must not hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.errors import Invalid, NotAllowed, NotFound, Refused
from ta_requests.machines import DELIVERY
from ta_requests.models import Component, Delivery, Indicator, IndicatorValue, Output
from ta_requests.services import work_plan
from tests.factories.deliveries import deliver, delivery_of, milestone_at, plan
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING, World

NOW = BEGINNING
DAY = date(2027, 1, 31)


@pytest.fixture
def case(world: World):
    return request_at(world, "funded")


@pytest.fixture
def found(world: World, case) -> Delivery:
    return delivery_of(world, case)


@pytest.fixture
def output(world: World, found) -> Output:
    return plan(world, found.pk)


def write(world: World, verb: str, name: str = "programme_officer", **given: Any) -> Any:
    with world.as_(name):
        return getattr(work_plan, verb)(actor=world[name], now=NOW, **given)


def indicator(world: World, output: Output, **more: Any) -> Any:
    given: dict[str, Any] = {
        "title": "Trainees",
        "unit": "people",
        "baseline": Decimal(0),
        "target": Decimal(90),
    }
    return write(world, "add_indicator", output_id=output.pk, **{**given, **more})


def test_any_change_asks_the_state_to_agree_anew(world, case, found, output):
    with world.as_("auditor"):
        component = Component.objects.of_request(case.pk).get()
    with world.as_("state.ms_authority"):
        from_state = world["state.ms_authority"]
        agreed = DELIVERY.verbs["agree_plan"](pk=found.pk, actor=from_state, now=NOW)
    assert agreed.agreed_at == NOW

    added = write(world, "add_output", pk=found.pk, title="A second one", component_id=component.pk)

    assert (added.number, added.component_id) == (2, component.pk)
    assert delivery_of(world, case).agreed_at is None


def test_outputs_are_written_anew_and_removed(world, case, found, output):
    indicator(world, output)
    changed = write(world, "change_output", output_id=output.pk, title="Workshops", description="3")
    assert (changed.title, changed.description) == ("Workshops", "3")

    write(world, "remove_output", output_id=output.pk)

    with world.as_("auditor"):
        assert not Output.objects.exists()
        assert not Indicator.objects.exists()
    with refused(NotFound):
        write(world, "remove_output", output_id=output.pk)


def test_an_output_with_a_milestone_stays(world, case, found, output):
    write(world, "add_milestone", pk=found.pk, title="First", due_on=DAY, output_id=output.pk)

    with refused(Invalid, "output_has_milestones"):
        write(world, "remove_output", output_id=output.pk)


def test_an_output_removed_while_we_waited_is_not_found(world, found, output, monkeypatch):
    def remove_meanwhile(*given, **named):
        delivery = original(*given, **named)
        Output.objects.filter(pk=output.pk).delete()
        return delivery

    original = work_plan.open_plan
    monkeypatch.setattr(work_plan, "open_plan", remove_meanwhile)

    with refused(NotFound):
        write(world, "change_output", output_id=output.pk, title="Other")


IMPOSSIBLE: list[tuple[str, dict[str, Any], str]] = [
    ("add_output", {"title": " "}, "title_missing"),
    ("add_output", {"title": "x", "component_id": uuid4()}, "component_unknown"),
    ("add_milestone", {"title": "", "due_on": DAY}, "title_missing"),
    ("add_milestone", {"title": "x", "due_on": DAY, "output_id": uuid4()}, "output_unknown"),
    (
        "write_plan",
        {"plan": "x", "starts_on": DAY, "ends_on": date(2026, 1, 1)},
        "dates_reversed",
    ),
]


def test_what_cannot_be_planned_is_refused(world, found):
    for verb, given, code in IMPOSSIBLE:
        with refused(Invalid, code):
            write(world, verb, pk=found.pk, **given)


def test_only_officers_plan_and_only_in_formulation(world, case, found, output):
    for name in ("section_chief", "state.ms_authority"):
        with refused(NotAllowed):
            write(world, "add_output", name, pk=found.pk, title="Mine")
    deliver(world, case)
    with refused(Refused, "plan_not_writable"):
        write(world, "add_output", pk=found.pk, title="Late")
    milestone_at(world, found)
    deliver(world, case, "operationally_closed")
    with refused(Refused, "delivery_not_live"):
        write(world, "add_milestone", pk=found.pk, title="Late", due_on=DAY)


UNMEASURABLE: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title_missing"),
    ({"baseline": Decimal("NaN")}, "value_not_measurable"),
    ({"target": Decimal("1e20")}, "value_not_measurable"),
    ({"target": Decimal("0.00001")}, "value_not_measurable"),
]


def test_an_indicator_can_be_measured(world, output):
    for more, code in UNMEASURABLE:
        with refused(Invalid, code):
            indicator(world, output, **more)


def test_an_indicator_is_named_once(world, output):
    assert str(indicator(world, output)) == "Trainees"
    with refused(Invalid, "indicator_exists"):
        indicator(world, output)


def test_values_are_counted_by_sex_and_age_once_the_work_began(world, case, found, output):
    made = indicator(world, output)
    given: dict[str, Any] = {"indicator_id": made.pk, "on": DAY, "value": Decimal(12)}
    with refused(Refused, "delivery_not_started"):
        write(world, "record_value", **given)
    deliver(world, case)
    for group in ({"sex": "x"}, {"age_band": "x"}):
        with refused(Invalid, "group_unknown"):
            write(world, "record_value", **given, **group)
    with refused(NotFound):
        write(world, "record_value", **{**given, "indicator_id": uuid4()})

    value = write(world, "record_value", **given, sex="female", age_band="adults")

    assert str(value) == "2027-01-31: 12"
    for name, seen in (("donor.donor_rep", 1), ("auditor", 1), ("other_state.ms_authority", 0)):
        with world.as_(name):
            for model in (Indicator, IndicatorValue):
                assert model.objects.visible_to(world[name]).count() == seen
                assert model.objects.count() == seen


def test_a_foreign_output_is_not_found(world, output):
    with refused(NotFound):
        write(world, "change_output", "other_state.ms_authority", output_id=output.pk, title="x")
