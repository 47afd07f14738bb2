"""Components: their budget adds up, goods have lines, and only the team writes them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from common.money import Money
from ta_requests.models import Assessment, Component, ComponentItem, Request
from ta_requests.services import assessment_areas, components
from ta_requests.services.components import ItemLine
from tests.factories.assessments import BEDS, IN_KIND, TRAINING, assess
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING, World

NOW = BEGINNING


@pytest.fixture
def case(world: World) -> Request:
    return request_at(world, "needs_assessment")


@pytest.fixture
def report(world: World, case: Request) -> Assessment:
    return assess(world, case, "in_progress")


def add(world: World, report: Assessment, proposal, **more):
    with world.as_("assessor"):
        return components.add_component(
            pk=report.pk, actor=world["assessor"], now=NOW, proposal=proposal, **more
        )


def test_a_budget_in_cash_carries_support_cost_and_adds_up(world, report):
    component = add(world, report, replace(TRAINING, net=Money.of("1000000", "USD")))

    assert component.net_money == Money.of("1000000.00", "USD")
    assert component.psc_money == Money.of("130000.00", "USD")
    assert component.gross_money == Money.of("1130000.00", "USD")
    assert str(component) == "1. Carpentry workshops in three prisons"


def test_goods_in_kind_carry_none(world, report):
    component = add(world, report, IN_KIND)

    assert (component.psc, component.gross, component.phase) == (0, component.net, 2)
    with world.as_("auditor"):
        assert str(component.items.get()) == "1000.00 piece Book"


def test_numbers_follow_and_the_report_grows(world, report):
    first, second = add(world, report, TRAINING), add(world, report, BEDS)

    with world.as_("auditor"):
        now = Assessment.objects.get(pk=report.pk)
    assert (first.number, second.number) == (1, 2)
    assert now.version == report.version + 2
    with refused(Stale):
        add(world, report, TRAINING, version=report.version)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"theme": "T99"}, "theme_unknown"),
    ({"assistance_type": "gold"}, "type_unknown"),
    ({"net": Money.of("0", "USD")}, "net_not_positive"),
    ({"net": Money.of("5", "EUR")}, "net_not_positive"),
    ({"phase": 0}, "phase_out_of_range"),
    ({"phase": 100}, "phase_out_of_range"),
    ({"funding_kind": "gift"}, "funding_kind_unknown"),
    ({"funding_kind": "in_kind"}, "items_missing"),
    ({"assistance_type": "material_support"}, "items_missing"),
    ({"title": " "}, "title_missing"),
    ({"quantity": Decimal(0)}, "quantity_out_of_range"),
    ({"quantity": Decimal("NaN")}, "quantity_out_of_range"),
    ({"quantity": Decimal("1e30")}, "quantity_out_of_range"),
    ({"quantity": Decimal("0.001")}, "quantity_too_precise"),
    ({"items": (ItemLine(description="", quantity=Decimal(1), unit="x"),)}, "items_missing"),
]


def test_what_cannot_be_is_refused(world, report):
    for change, code in IMPOSSIBLE:
        with refused(Invalid, code):
            add(world, report, replace(TRAINING, **change))


def test_a_component_is_written_anew_and_removed(world, report):
    component = add(world, report, BEDS)
    actor = world["assessor"]
    with world.as_("assessor"):
        changed = components.change_component(
            component_id=component.pk, actor=actor, now=NOW, proposal=IN_KIND
        )
        assert changed.items.get().description == "Book"
        components.remove_component(component_id=component.pk, actor=actor, now=NOW)

        assert Component.objects.count() == ComponentItem.objects.count() == 0
        with refused(NotFound):
            components.remove_component(component_id=component.pk, actor=actor, now=NOW)


def test_only_the_team_writes_and_never_once_sent(world, case, report):
    component = add(world, report, TRAINING)
    other = world["assessor.2"]
    with world.as_("assessor.2"), refused(NotAllowed):
        components.remove_component(component_id=component.pk, actor=other, now=NOW)
    assess(world, case, "state_validation", proposals=[])
    with refused(Refused, "report_not_writable"):
        add(world, report, TRAINING)


def test_one_removed_while_we_waited_is_not_found(world, report, monkeypatch):
    component = add(world, report, TRAINING)

    def remove_meanwhile(**given):
        report = original(**given)
        Component.objects.filter(pk=component.pk).delete()
        return report

    original = assessment_areas.open_report
    monkeypatch.setattr(components, "open_report", remove_meanwhile)

    with world.as_("assessor"), refused(NotFound):
        components.change_component(
            component_id=component.pk, actor=world["assessor"], now=NOW, proposal=TRAINING
        )


@given(st.integers(min_value=1, max_value=10**14))
def test_parts_always_add_up(cents):
    fields = components.budget(Money.of_minor(cents, "USD"), rate=Decimal("0.13"))

    assert fields["net"] + fields["psc"] == fields["gross"]
    assert fields["net"] == Decimal(cents) / 100
