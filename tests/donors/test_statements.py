"""The statement of a closed month never changes: what comes later stands where it is booked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from common.money import Money
from donors.models import Contribution
from donors.services import statements, unidentified
from tests.factories.adjustments import closed_month, drift, unidentified_cash
from tests.factories.allotments import contribution_of
from tests.factories.pledges import Promise, promise_at
from tests.world import BEGINNING, World

pytestmark = pytest.mark.django_db
DATED = BEGINNING.date()
MONTH_END, NEXT = date(2026, 10, 31), date(2026, 11, 1)


def told(world: World, cash: Contribution, *, on: date) -> dict[str, Any]:
    """Return all that a statement says."""
    with world.as_("auditor"):
        accounts = {one.account: one.amount for one in statements.statement(cash, on=on)}
        receipts = [one.amount for one in statements.receipts_until(cash, on=on)]
        lines = {line.pk for line in statements.movements(cash, on=on)}
    return {"accounts": accounts, "receipts": receipts, "lines": lines}


@pytest.fixture
def promise(world: World) -> Promise:
    """Money of which a first part came in October."""
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    promise.receive(Decimal(100))
    return promise


def test_a_bank_line_that_comes_after_the_closing_stands_in_the_next_month(
    world: World, promise: Promise
) -> None:
    cash = contribution_of(promise.pledge)
    closed_month(world, "2026-10", now=BEGINNING + timedelta(days=40))
    closed = told(world, cash, on=MONTH_END)

    promise.now += timedelta(days=40)
    promise.receive(Decimal(250), on=DATED)

    assert told(world, cash, on=MONTH_END) == closed
    assert closed["accounts"]["cash"] == sum(closed["receipts"]) == 100
    later = told(world, cash, on=NEXT)
    assert later["accounts"]["cash"] == sum(later["receipts"]) == 350
    assert later["lines"] > closed["lines"]
    assert drift() == []


def test_in_an_open_month_what_is_entered_late_stands_at_its_own_day(
    world: World, promise: Promise
) -> None:
    cash = contribution_of(promise.pledge)

    promise.now += timedelta(days=40)
    promise.receive(Decimal(250), on=DATED)

    stood = told(world, cash, on=DATED)
    assert stood["accounts"]["cash"] == sum(stood["receipts"]) == 350


def test_cash_that_was_unidentified_stands_where_it_is_booked(world: World) -> None:
    promise, name = promise_at(world, "agreed", money=Money.of(1_000, "USD")), "treasury_officer"
    waits = unidentified_cash(world, Decimal(600), value_on=DATED)
    later = BEGINNING + timedelta(days=40)
    with world.as_(name):
        unidentified.identify(pk=waits, actor=world[name], now=later, pledge=promise.pk)

    cash = contribution_of(promise.pledge)
    for on in (DATED, MONTH_END, later.date() - timedelta(days=1), later.date()):
        stood = told(world, cash, on=on)
        assert stood["accounts"].get("cash", 0) == sum(stood["receipts"]), on
    assert sum(stood["receipts"]) == 600
