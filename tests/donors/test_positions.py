"""Three totals, never mixed and never counted twice."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from common.money import Money
from donors.services import positions
from ta_requests.models import ComponentFunding, FundingPosition, Request
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution,
    position,
    read,
    share_at,
)
from tests.factories.assessments import TRAINING, assess
from tests.factories.pledges import pledge_at, promise_at
from tests.factories.requests import request_at
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
USD = "USD"


def totals(request: Request) -> tuple[Decimal, Decimal, Decimal]:
    told = position(request)
    return told.pledged_usd, told.committed_usd, told.received_usd


def part(pk: UUID) -> tuple[Decimal, Decimal, Decimal]:
    told = read(ComponentFunding, pk)
    return told.pledged_usd, told.committed_usd, told.received_usd


def test_a_promise_moves_from_one_total_to_the_next(world: World) -> None:
    request = circulated(world)
    promise = promise_at(world, "pledged", money=Money.of(1_000, USD), request=request.pk)
    pledged = totals(request)
    for step in (promise.negotiate, promise.clear, promise.sign, promise.accept):
        step()
    committed = totals(request)
    promise.receive(Decimal(400))

    course = [pledged, committed, totals(request)]
    assert course == [(1_000, 0, 0), (0, 1_000, 0), (0, 1_000, 400)]


def test_pledges_never_change_a_funded_figure(world: World) -> None:
    request = circulated(world)
    pledge_at(world, "pledged", money=Money.of(10_000_000, USD), request=request.pk)
    contribution(world, Money.of(10_000_000, USD), request=request.pk)

    assert position(request).released_usd == 0
    assert read(type(request), request.pk).state == "funding_sought"


def test_an_ended_promise_counts_nowhere(world: World) -> None:
    request = circulated(world)
    for state in ("withdrawn", "declined", "expired"):
        pledge_at(world, state, money=Money.of(1_000, USD), request=request.pk)

    assert totals(request) == (0, 0, 0)


def test_money_for_one_component_counts_there_once(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, TRAINING))
    first, second = components_of(request)
    pledge_at(world, "pledged", money=Money.of(500, USD), components=[second.pk])
    money = contribution(world, Money.of(1_130, USD), components=[first.pk])
    share_at(world, contribution=money, component=first, gross=Decimal(1_000))

    assert totals(request) == (500, 1_130, 1_130)
    assert part(first.pk) == (0, 1_130, 1_130)
    assert part(second.pk) == (500, 0, 0)


def test_money_for_a_whole_request_counts_at_a_component_once_it_is_allotted(
    world: World,
) -> None:
    request = circulated(world, proposals=(TRAINING, TRAINING))
    first, second = components_of(request)
    money = contribution(world, Money.of(1_130, USD), request=request.pk)
    share_at(world, contribution=money, component=first, gross=Decimal(1_000))

    assert totals(request) == (0, 1_130, 1_130)
    assert part(first.pk) == (0, 1_000, 1_000)
    assert part(second.pk) == (0, 0, 0)
    with speaking_as(SYSTEM):
        assert ComponentFunding.objects.get(pk=first.pk).released_net_usd == Decimal("884.96")


def test_money_for_a_theme_counts_where_it_is_allotted_and_no_further(world: World) -> None:
    one, other = circulated(world), circulated(world)
    pledge_at(world, "pledged", money=Money.of(7_000, USD))
    money = contribution(world, Money.of(1_000, USD))
    share_at(world, contribution=money, component=components_of(one)[0], gross=Decimal(300))
    share_at(
        world,
        "certified",
        contribution=money,
        component=components_of(other)[0],
        gross=Decimal(200),
    )
    share_at(
        world, "proposed", contribution=money, component=components_of(other)[0], gross=Decimal(100)
    )

    assert totals(one) == (0, 300, 300)
    assert totals(other) == (0, 200, 200)
    assert position(other).released_usd == 0


def test_what_was_taken_back_no_longer_counts_as_a_share(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(1_000, USD))
    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(300)
    )
    share.take("certify_reversal", amount=Decimal(100), reason="Cheaper.")
    share.take("reduce", reason="Cheaper.")

    assert totals(request) == (0, 200, 200)
    assert position(request).released_usd == 200


def test_components_of_two_requests_are_no_promise_to_either(world: World) -> None:
    one, other = circulated(world), circulated(world)
    pledge = pledge_at(
        world,
        "pledged",
        money=Money.of(1_000, USD),
        components=[components_of(one)[0].pk, components_of(other)[0].pk],
    )

    with speaking_as(SYSTEM):
        assert positions.requests_of(pledge) == []
        positions.push([components_of(one)[0].request_id], SHOWN)
        assert not FundingPosition.objects.filter(pledged_usd__gt=0).exists()


def test_own_resources_cover_phase_1_by_what_was_signed_net_of_support_cost(world: World) -> None:
    request = circulated(world)
    promise_at(world, "agreed", donor="state", money=Money.of("112999.98", USD), request=request.pk)
    almost = position(request).local_resources_cover_phase_1
    promise_at(world, "agreed", donor="state", money=Money.of("0.02", USD), request=request.pk)

    assert (almost, position(request).local_resources_cover_phase_1) == (False, True)


def test_own_resources_signed_before_the_assessment_count_once_the_budget_is_known(
    world: World,
) -> None:
    request = request_at(world, "needs_assessment", consent_class="secretariat")
    promise_at(world, "agreed", donor="state", money=Money.of(113_000, USD), request=request.pk)
    before = position(request).local_resources_cover_phase_1
    assess(world, request)

    assert (before, position(request).local_resources_cover_phase_1) == (False, True)


def test_counting_again_changes_nothing(world: World) -> None:
    request = circulated(world)
    contribution(world, Money.of(1_000, USD), request=request.pk)
    before = (position(request).as_of, read(type(request), request.pk).version)

    positions.push([request.pk], before[0].replace(year=2030))

    assert position(request).as_of == before[0]
