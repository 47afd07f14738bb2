"""A pledge that waits for others is agreed when they have signed, with them, or not at all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from common.errors import Invalid, Refused
from common.money import Money
from donors.models import Pledge
from donors.services import agreeing, clocks, pledging
from ta_requests.models import Request
from tests.factories.allotments import SHOWN, circulated, components_of
from tests.factories.pledges import Promise, promise_at
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DAY = SHOWN.date() + timedelta(days=60)


def half_of(request: Request) -> Money:
    whole = sum((one.gross for one in components_of(request)), Decimal(0))
    return Money(whole, "USD").split([1, 1])[0]


def waiting(
    world: World, request: Request, donor: str, state: str = "signed", **given: Any
) -> Promise:
    """Return a pledge of half of a request that waits for the other half."""
    values: dict[str, Any] = {
        "condition": "If the rest is covered.",
        "condition_basis": "share",
        "condition_figure": Decimal(1),
        "condition_on": DAY,
        **given,
    }
    return promise_at(
        world,
        state,
        donor=donor,
        now=SHOWN,
        money=half_of(request),
        request=request.pk,
        **values,
    )


def test_two_donors_that_wait_for_each_other_are_agreed_together(world: World) -> None:
    request = circulated(world)
    first = waiting(world, request, "donor")
    assert clocks.advance(now=SHOWN)["conditions_met"] == 0
    second = waiting(world, request, "other_donor")

    assert clocks.advance(now=SHOWN)["conditions_met"] == 2
    assert clocks.advance(now=SHOWN)["conditions_met"] == 0
    first.accept()
    second.accept()

    assert [first.pledge.state, second.pledge.state] == ["agreed", "agreed"]
    assert first.pledge.condition_met_by_id is None


def test_what_was_met_must_still_hold_on_the_day_of_acceptance(world: World) -> None:
    request = circulated(world)
    first, second = (waiting(world, request, name) for name in ("donor", "other_donor"))
    clocks.advance(now=SHOWN)
    second.step("other_donor.donor_authority", pledging.withdraw, reason="The budget was cut.")

    with pytest.raises(Refused) as refusal:
        first.accept()

    assert refusal.value.stable_code == "condition_not_met"


def test_a_signed_contribution_of_another_satisfies_it(world: World) -> None:
    request = circulated(world)
    first = waiting(world, request, "donor", condition_basis="amount", condition_figure=1_000)
    promise_at(
        world, "agreed", donor="other_donor", now=SHOWN, money=half_of(request), request=request.pk
    )

    assert clocks.advance(now=SHOWN)["conditions_met"] == 1
    first.accept()


def test_it_is_tested_at_once_when_another_signs(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    request = circulated(world)
    first = waiting(world, request, "donor")
    elsewhere = waiting(world, circulated(world), "donor", condition_figure=Decimal("0.5"))

    with django_capture_on_commit_callbacks(execute=True):
        second = waiting(world, request, "other_donor")

    met = [one.pledge.condition_met_at for one in (first, second, elsewhere)]
    assert met == [SHOWN, SHOWN, None]
    assert clocks.advance(now=SHOWN)["conditions_met"] == 0


def test_it_is_tested_at_once_when_another_is_accepted(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    request = circulated(world)
    first = waiting(world, request, "donor", condition_basis="amount", condition_figure=1_000)
    other = promise_at(
        world, "signed", donor="other_donor", now=SHOWN, money=half_of(request), request=request.pk
    )
    assert first.pledge.condition_met_at is None

    with django_capture_on_commit_callbacks(execute=True):
        other.accept()

    assert first.pledge.condition_met_at == SHOWN


def test_money_for_no_request_tests_nothing(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as asked:
        promise_at(world, "agreed", now=SHOWN)

    assert not [one for one in asked if "retest" in repr(one)]


def test_it_is_reminded_of_once_and_expires_after_its_day(world: World) -> None:
    pledge = waiting(world, circulated(world), "donor", "pledged")
    days = (0, 31, 32, 60, 61, 62)
    counts = [clocks.advance(now=SHOWN + timedelta(days=number)) for number in days]

    assert [one["conditions_near"] for one in counts] == [0, 1, 0, 0, 0, 0]
    assert [one["conditions_lapsed"] for one in counts] == [0, 0, 0, 0, 1, 0]
    assert pledge.pledge.state == "expired"


def test_nobody_types_that_a_reckoned_condition_is_met(world: World) -> None:
    promise = waiting(world, circulated(world), "donor")

    with pytest.raises(Refused) as refusal:
        promise.step("cofinancing_officer", agreeing.meet_condition, reason="I think so.")

    assert refusal.value.stable_code == "condition_is_reckoned"


@pytest.mark.parametrize(
    "given",
    [
        {"condition": " "},
        {"condition_figure": None},
        {"condition_on": None},
        {"condition_figure": Decimal("1.1")},
        {"condition_basis": ""},
        {"request": None},
    ],
)
def test_half_a_condition_is_refused(world: World, given: dict[str, Any]) -> None:
    request = circulated(world)
    values = {"request": request.pk, **given}
    condition = {
        "condition": "If.",
        "condition_basis": "share",
        "condition_figure": Decimal(1),
        "condition_on": DAY,
    }

    with pytest.raises(Invalid) as refusal:
        promise_at(world, "draft", now=SHOWN, **{**condition, **values})

    assert refusal.value.stable_code == "condition_incomplete"


def test_the_database_keeps_a_condition_whole(world: World) -> None:
    promise = waiting(world, circulated(world), "donor", "pledged")

    with speaking_as(SYSTEM), pytest.raises(IntegrityError, match="pledge_condition_is_whole"):
        Pledge.objects.filter(pk=promise.pk).update(condition_on=None)
