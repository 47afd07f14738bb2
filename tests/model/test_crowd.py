"""What a crowd does in memory, by two books kept apart; then again in PostgreSQL (DOMAIN 4).

TARA_EXAMPLES sets how many histories of fifty acts are lived (200 in the suite), TARA_REPLAYS how
many of them are lived again at most. Those are chosen: each brings an act or a refusal that none
before it had.
"""

from __future__ import annotations

import os
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from common.money import Money
from donors.models import Contribution
from tests.model.books import CURRENCIES, RATES, Step
from tests.model.people import EVERYTHING, Crowd, History
from tests.model.replay import open_stage
from tests.world import World

EXAMPLES, STEPS = int(os.environ.get("TARA_EXAMPLES", "200")), 50
REPLAYS = int(os.environ.get("TARA_REPLAYS", "4"))


def live(*, examples: int, shrink: bool = True) -> list[History]:
    """Let a crowd live so many histories, the same ones every time."""
    lived: list[History] = []

    class Here(Crowd):
        pass

    Here.histories = lived
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return lived


def tellings(history: History) -> set[tuple[str, frozenset[str]]]:
    """Return every act of a history with what became of it."""
    return {(step.name, why) for step, why in history}


def news(told: set[tuple[str, frozenset[str]]]) -> tuple[int, int]:
    """Weigh what a history would add: acts that happened first, then refusals."""
    return sum(not why for _name, why in told), len(told)


def chosen(histories: list[History], *, most: int) -> list[History]:
    """Return the few histories that tell most between them."""
    kept, told = list[History](), set[tuple[str, frozenset[str]]]()
    while len(kept) < most:
        best = max(histories, key=lambda one: news(tellings(one) - told))
        if not tellings(best) - told:
            break
        kept.append(best)
        told |= tellings(best)
    return kept


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """Live them before any transaction is open: nobody may stay idle in one."""
    return live(examples=EXAMPLES)


@pytest.mark.django_db
def test_no_order_of_acts_by_anyone_breaks_the_books(
    histories: list[History], world: World
) -> None:
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for history in histories:
        for step, why in history:
            refused.update(why) if why else done.update([step.name])
    assert len(histories) >= EXAMPLES
    assert done.keys() >= {*EVERYTHING, "receive", "pledge", "propose", "load_rate"}
    assert refused.keys() >= {"duty", "state_moved", "cap_exceeded", "above_unobligated"}

    stage, again = open_stage(world), chosen(histories, most=REPLAYS)
    assert stage.rates == RATES
    for history in again:
        stage.live_again(history)
    assert {step.name for history in again for step, why in history if not why} == done.keys()


def test_a_crowd_without_a_cap_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the model does not believe what the life cycle says."""
    endless = property(lambda it: Money.of(10**9, it.currency))
    monkeypatch.setattr(Contribution, "available", endless)

    with pytest.raises(AssertionError, match=r"state\.(propose|act)"):
        live(examples=20, shrink=False)


@pytest.mark.django_db
def test_a_history_that_never_was_is_found_out(world: World) -> None:
    """The negative control of the replay: one cent too much, and the books differ."""
    stage = open_stage(world)
    stage.rates = stage.rates | {"JPY": stage.rates["JPY"] + 1}
    received = Step("receive", CURRENCIES.index("JPY"), 4, Decimal(30_000))

    with pytest.raises(AssertionError, match="received_usd"):
        stage.live_again([(received, frozenset())])
