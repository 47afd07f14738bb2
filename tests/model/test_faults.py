"""The negative controls: a fault planted in the model, or in a service, is found out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from common.money import Money
from donors.choices.ledger import Account
from donors.models import Contribution
from donors.services import completing, ledger, levies, postings, receipts
from tests.model.living import live
from tests.model.pots import Pot
from tests.model.replay import live_again
from tests.model.stage import open_stage
from tests.model.steps import FINE, History, Step
from tests.world import World

NOTHING = Decimal(0)
ENDLESS = property(lambda it: Money.of(10**9, it.currency))
DOLLARS, YEN, DINARS = 0, 1, 2


def _receipt(pot: int, amount: int, charges: int = 0) -> Step:
    return Step("receive", pot, 4, amount=Decimal(amount), charges=Decimal(charges))


REFUNDED: History = [
    (_receipt(DINARS, 60), FINE),
    (Step("load_rate", what="KWD", amount=Decimal("0.4")), FINE),
    (Step("refund", DINARS, 4, amount=Decimal(60), what="unallotted"), FINE),
    (Step("approve", 0, 3), FINE),
]
"""All that came is given back, at another rate."""

LEVIED: History = [
    (_receipt(YEN, 30_000), FINE),
    (Step("load_rate", what="JPY", amount=Decimal(170)), FINE),
    (Step("refund", YEN, 4, amount=Decimal(29_700), what="unallotted"), FINE),
    (Step("approve", 0, 3), FINE),
    (Step("approve", 1, 3), FINE),
]
"""All is given back at another rate but the levy, which was charged before."""

CLOSED: History = [
    (Step("wait", day=25), FINE),
    (Step("certify_month", 0, 2, what="2026-10"), FINE),
    (Step("close_month", 0, 3), FINE),
    (_receipt(DOLLARS, 100), FINE),
]
"""A receipt of October comes to light when that month is closed."""

COUNT = receipts._count  # noqa: SLF001


def test_a_life_cycle_without_a_cap_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model does not believe what the life cycle says."""
    monkeypatch.setattr(Contribution, "available", ENDLESS)

    with pytest.raises(AssertionError, match=r"state\.(propose|act|go|open)"):
        live(examples=20, shrink=False)


def test_a_model_that_forgets_what_was_given_back_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two books kept apart: the columns of the model do not say what its ledger says."""
    monkeypatch.setattr(Pot, "gone", property(lambda _pot: NOTHING))

    with pytest.raises(AssertionError, match=r"state\."):
        live(examples=60, shrink=False)


@pytest.mark.django_db
def test_another_rate_is_found_out(world: World) -> None:
    stage = open_stage(world)
    stage.rates = stage.rates | {"JPY": stage.rates["JPY"] + 1}

    with pytest.raises(AssertionError, match=r"after act 0.*contribution 1 usd"):
        live_again(stage, [(_receipt(YEN, 30_000), FINE)])


FAULTS: dict[str, tuple[Any, str, Any, History, str]] = {
    "no cap": (
        Contribution,
        "available",
        ENDLESS,
        [(Step("propose", DOLLARS, 1, amount=Decimal(10)), frozenset({"cap_exceeded"}))],
        r"act 0, .*\[\], not \['cap_exceeded'\]",
    ),
    "no levy": (
        levies,
        "is_levied",
        lambda _cash: False,
        [(_receipt(YEN, 30_000), FINE)],
        "no levy was entered",
    ),
    "no state": (
        completing,
        "_next",
        lambda _pledge, _cash: "",
        [(_receipt(DOLLARS, 1_000), FINE)],
        r"after act 0.*contribution 0 state",
    ),
    "no bank charges in the ledger": (
        postings,
        "settled",
        lambda *_given, **_named: [],
        [(_receipt(DOLLARS, 100, charges=3), FINE)],
        r"after act 0.*balances .*bank_charges",
    ),
    "charges beyond what is owed": (
        receipts,
        "_count",
        lambda receipt, cash, **_named: COUNT(receipt, cash, eaten=receipt.bank_charges),
        [(_receipt(DOLLARS, 1_000), FINE), (_receipt(DOLLARS, 10, charges=3), FINE)],
        r"after act 1.*contribution 0 bank_charges",
    ),
    "dollars without cash": (
        postings,
        "cash_cleared",
        lambda *_given: [],
        REFUNDED,
        r"after act 3.*balances .*cash.*exchange_difference",
    ),
    "dollars beside the levy's": (
        postings,
        "cash_beyond_levy",
        lambda cash: postings.balance(Account.CASH, cash),
        LEVIED,
        r"after act 4.*balances .*cash.*exchange_difference",
    ),
    "no other month": (
        ledger,
        "MARKS",
        {**ledger.MARKS, "period": "to_char(%s::date, 'YYYY-MM')"},
        CLOSED,
        r"act 3, .*\['period_closed'\], not \[\]",
    ),
    "a later month than the first": (
        ledger,
        "MARKS",
        {**ledger.MARKS, "period": "to_char(%s::date + 31, 'YYYY-MM')"},
        [(_receipt(DOLLARS, 100), FINE)],
        r"act 0, .*not \[\]",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_service_with_a_fault_is_found_out(
    fault: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = open_stage(world)
    where, name, planted, history, told = FAULTS[fault]
    monkeypatch.setattr(where, name, planted)

    with pytest.raises(AssertionError, match=told):
        live_again(stage, history)
