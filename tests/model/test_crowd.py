"""What a crowd does in memory, by two books kept apart; then again in PostgreSQL (DOMAIN 4).

TARA_EXAMPLES sets how many histories of fifty acts everybody lives (200 in the suite; smaller
crowds that go deeper live a quarter of it each), TARA_REPLAYS how many are lived again, "all" for
every one: first those that bring an act or a refusal that none before had.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.model.acts import ACTS
from tests.model.books import RATES
from tests.model.living import EXAMPLES, REPLAYS, chosen, lived_once, tellings
from tests.model.replay import live_again
from tests.model.seldom import SELDOM
from tests.model.stage import open_stage
from tests.model.steps import Lived
from tests.world import World

THOROUGHLY_EVERY = 9
PARTS = 4
"""The histories that are lived again are shared out among so many tests, and so processes."""

NEVER_HAPPENS = {"start_delivery"}
"""Without a work plan nobody starts; that it waits for released cash is told by its refusal."""

SELDOM_REFUSED = {"wait", "pledge", "give_up", "withdraw_gift"}
CODES = {
    "above_available",
    "above_obligated",
    "above_owed",
    "above_released",
    "above_unobligated",
    "adjustment_pending",
    "adjustments_wait",
    "already_expired",
    "already_signed",
    "amendment_open",
    "amount_missing",
    "balance_not_reversed",
    "below_spent",
    "cap_exceeded",
    "charges_negative",
    "condition_does_not_hold",
    "condition_not_met",
    "condition_still_open",
    "contribution_not_agreed",
    "currency_differs",
    "delivery_already_reported",
    "delivery_is_partial",
    "duty",
    "instalments_do_not_add_up",
    "money_unspent",
    "month_known",
    "more_than_needed",
    "no_condition_open",
    "no_delivery_reported",
    "not_less_than_pledged",
    "not_yet_expired",
    "nothing_amended",
    "nothing_stays",
    "obligations_open",
    "part_of_it_stays",
    "period_closed",
    "period_not_over",
    "pledge_not_in_force",
    "rate_missing",
    "rates_contradict",
    "request_takes_no_obligations",
    "revalued_later",
    "reversal_not_certified",
    "reversal_pending",
    "state_moved",
    "target_does_not_fit",
    "value_date_in_future",
    "work_plan_not_agreed",
}
"""Why the crowd was refused, at least once each."""


@pytest.fixture(scope="module")
def histories() -> list[Lived]:
    """Live them before any transaction is open: nobody may stay idle in one."""
    return lived_once()


def test_the_crowd_tries_everything(histories: list[Lived]) -> None:
    told = Counter(one for history in histories for one in tellings(history))
    done = {name for name, why in told if not why}
    refused = {name for name, why in told if why}
    codes = {code for _name, why in told for code in why}

    assert len(histories) >= EXAMPLES
    assert done >= (ACTS.keys() - NEVER_HAPPENS) | SELDOM
    assert not done & NEVER_HAPPENS
    assert refused >= ACTS.keys() - SELDOM_REFUSED
    assert codes >= CODES


def test_whatever_happens_and_every_refusal_is_lived_again(histories: list[Lived]) -> None:
    told, again = (
        {one for lived in some for one in tellings(lived)}
        for some in (histories, _again(histories))
    )

    assert {name for name, why in again if not why} == {name for name, why in told if not why}
    assert {code for _name, why in again for code in why} >= CODES


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_order_of_acts_by_anyone_breaks_the_books(
    part: int, histories: list[Lived], world: World
) -> None:
    stage = open_stage(world)
    assert stage.rates == RATES
    again = enumerate(_again(histories))

    for number, lived in list(again)[part::PARTS]:
        live_again(stage, lived.history, thoroughly=number % THOROUGHLY_EVERY == 0)


def _again(histories: list[Lived]) -> list[Lived]:
    return chosen(histories, most=REPLAYS or len(histories))
