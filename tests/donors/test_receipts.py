"""Cash: unique at the bank, valued on its day, counted up to what was agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from common.errors import Invalid, MissingRate, NotAllowed, NotFound, StateMoved
from common.money import Money
from donors.models import Receipt
from donors.services.receipts import record_receipt
from tests.donors.test_amendments import pay
from tests.factories.adjustments import books, drift
from tests.factories.allotments import contribution_of, events_of
from tests.factories.amendments import amendment_at
from tests.factories.pledges import Promise, promise_at
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING, World
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
TODAY = BEGINNING.date()


@pytest.fixture
def promise(world: World) -> Promise:
    """An agreed pledge of USD 1,000 without cash."""
    return promise_at(world, "agreed", money=Money.of(1_000, "USD"))


def record(promise: Promise, by: str = "treasury_officer", **given: Any) -> None:
    statement = {"bank_reference": "B-1", "value_on": TODAY, "amount": Decimal(400)} | given
    promise.step(by, record_receipt, **statement)


def test_a_receipt_moves_the_pledge_and_is_told_in_its_trail(promise: Promise) -> None:
    record(promise, bank_charges=Decimal(5))

    cash = contribution_of(promise.pledge)
    assert promise.pledge.state == "partly_received"
    assert (cash.received, cash.received_usd, cash.bank_charges) == (400, 400, 5)
    assert (cash.unapplied, cash.available) == (0, Money.of(400, "USD"))
    event = events_of(promise.pk)[-1]
    with promise.world.as_("auditor"):
        receipt = Receipt.objects.get()
    assert event.name == "record_receipt"
    assert event.data["received"] == {"amount": "400.00", "currency": "USD"}
    assert event.data["bank_reference"] == "B-1"
    assert str(receipt) == "B-1: USD 400.00"


def test_the_system_notes_that_the_whole_amount_arrived(promise: Promise) -> None:
    record(promise)
    record(promise, bank_reference="B-2", amount=Decimal(590), bank_charges=Decimal(10))

    *_earlier, first, second, last = events_of(promise.pk)
    assert promise.pledge.state == "received"
    names = [event.name for event in (first, second, last)]
    assert names == ["record_receipt", "record_receipt", "complete_receipts"]
    assert last.actor_role == "system"
    assert contribution_of(promise.pledge).settled == 1_000


def test_charges_beyond_what_is_owed_settle_nothing(promise: Promise) -> None:
    record(promise, amount=Decimal(995))
    record(promise, bank_reference="B-2", amount=Decimal(50), bank_charges=Decimal(10))
    cash = contribution_of(promise.pledge)
    assert (cash.unapplied, cash.bank_charges, cash.due - cash.settled) == (50, 5, 0)
    assert books(cash) == {
        "cash": 1_045,
        "unallotted": -995,
        "unapplied": -50,
        "bank_charges": 10,
        "income": -10,
    }

    amendment_at(promise, amount=Decimal(1_020), instalments=pay(20))

    cash = contribution_of(promise.pledge)
    assert cash.due - cash.settled == books(cash)["receivable"] == 20
    assert drift() == []


def test_one_payment_may_settle_everything(promise: Promise) -> None:
    record(promise, amount=Decimal(1_000))

    assert promise.pledge.state == "received"


def test_what_is_more_than_agreed_is_unapplied_and_never_allotted(promise: Promise) -> None:
    record(promise, amount=Decimal(1_200))
    record(promise, bank_reference="B-2", amount=Decimal(50))

    cash = contribution_of(promise.pledge)
    assert promise.pledge.state == "received"
    assert (cash.received, cash.unapplied) == (1_250, 250)
    assert (cash.usable, cash.usable_usd) == (1_000, 1_000)
    assert cash.available == Money.of(1_000, "USD")
    assert cash.unspent() == 1_250


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"bank_reference": "  "}, "bank_reference_missing"),
        ({"value_on": TODAY + timedelta(days=1)}, "value_date_in_future"),
        ({"amount": Decimal(0)}, "amount_missing"),
        ({"amount": Decimal(-1)}, "amount_missing"),
        ({"amount": Decimal("0.001")}, "amount_too_precise"),
        ({"bank_charges": Decimal(-1)}, "charges_negative"),
    ],
)
def test_a_receipt_must_make_sense(promise: Promise, given: dict[str, Any], code: str) -> None:
    with refused(Invalid, code):
        record(promise, **given)

    assert promise.pledge.state == "agreed"


@pytest.mark.parametrize("again", ["B-1", "b-1", " B-1 "])
def test_a_bank_reference_is_used_once(promise: Promise, again: str) -> None:
    record(promise)
    other = promise_at(promise.world, "agreed", money=Money.of(1_000, "USD"))

    for pledge in (promise, other):
        with refused(Invalid, "bank_reference_known"):
            record(pledge, bank_reference=again)


def test_a_currency_without_a_rate_on_that_day_is_refused(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "EUR"))

    with refused(MissingRate):
        record(promise, value_on=TODAY - timedelta(days=400))


def test_the_relationship_owner_enters_no_receipt(promise: Promise) -> None:
    owner = promise.world["cofinancing_officer"]
    promise.world.actors["owner"] = replace(owner, roles=frozenset({"treasury_officer"}))

    with refused(NotAllowed, "relationship_owner_may_not"):
        record(promise, "owner")


@pytest.mark.parametrize("by", ["donor.donor_authority", "approving_officer"])
def test_only_treasury_enters_receipts(promise: Promise, by: str) -> None:
    with refused(NotAllowed):
        record(promise, by)


def test_a_pledge_that_is_not_agreed_takes_no_cash(world: World) -> None:
    with refused(StateMoved):
        record(promise_at(world, "pledged"))


def test_a_pledge_one_does_not_see_is_not_found(promise: Promise) -> None:
    with refused(NotFound):
        record(promise, "other_donor.donor_rep")


def test_donors_read_their_own_contribution_and_receipts_alone(promise: Promise) -> None:
    record(promise)
    seen = {}
    for name in ("donor.donor_rep", "other_donor.donor_rep", "state.ms_drafter", "auditor"):
        actor = promise.world[name]
        with speaking_as(actor):
            cash = contribution_of(promise.pledge).__class__.objects.visible_to(actor)
            seen[name] = (cash.count(), Receipt.objects.visible_to(actor).count())

    assert seen == {
        "donor.donor_rep": (1, 1),
        "other_donor.donor_rep": (0, 0),
        "state.ms_drafter": (0, 0),
        "auditor": (1, 1),
    }
