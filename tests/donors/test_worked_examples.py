"""The arithmetic of DOMAIN 2, read like an accounting book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from common.money import Money
from donors.models import Contribution
from reference.models import ExchangeRate
from ta_requests.machines import REQUEST
from tests.factories.adjustments import adjust, drift, ledger_of
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution,
    contribution_of,
    position,
    read,
    share_at,
)
from tests.factories.assessments import TRAINING
from tests.factories.pledges import promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


def rate(currency: str, units: str, on: date) -> None:
    """Load one more rate of the UN."""
    with speaking_as(SYSTEM):
        ExchangeRate.objects.update_or_create(
            currency_id=currency,
            effective_on=on,
            source="un-operational",
            defaults={"units_per_usd": Decimal(units), "loaded_at": BEGINNING},
        )


def test_usd_1_130_000_at_13_per_cent_is_one_million_and_130_000(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(1_130_000, "USD"), request=request.pk)

    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(1_130_000)
    )

    allotment = share.allotment
    assert (allotment.programmable, allotment.psc) == (1_000_000, 130_000)
    assert (allotment.usd_gross, allotment.usd_programmable) == (1_130_000, 1_000_000)
    cash = read(type(money), money.pk)
    assert (cash.received, cash.released, cash.available) == (
        1_130_000,
        1_130_000,
        Money.zero("USD"),
    )


def test_a_yen_pledge_has_no_decimals_and_its_parts_add_up(world: World) -> None:
    rate("JPY", "150", BEGINNING.date())
    request = circulated(world)
    money = contribution(
        world, Money.of(15_000_000, "JPY"), donor="other_donor", request=request.pk
    )

    allotment = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(15_000_000)
    ).allotment

    assert (allotment.programmable, allotment.psc) == (13_274_336, 1_725_664)
    assert allotment.usd_gross == Decimal("100000.00")
    assert allotment.usd_programmable == Decimal("88495.57")
    assert position(request).received_usd == Decimal("100000.00")


def test_a_kuwaiti_dinar_pledge_has_three_decimals(world: World) -> None:
    rate("KWD", "0.307", BEGINNING.date())
    request = circulated(world)
    money = contribution(world, Money.of("35000.000", "KWD"), request=request.pk)

    allotment = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(35_000)
    ).allotment

    assert (allotment.programmable, allotment.psc) == (Decimal("30973.451"), Decimal("4026.549"))
    assert allotment.usd_gross == Decimal("114006.52")  # two halves, each rounded on its day
    assert allotment.usd_programmable == Decimal("100890.72")
    assert read(type(request), request.pk).state == "funded"


def test_an_allotment_is_worth_the_weighted_average_of_the_receipts(world: World) -> None:
    later = BEGINNING.date() + timedelta(days=5)
    rate("EUR", "0.80", BEGINNING.date())
    promise = promise_at(world, "partly_received", money=Money.of(100_000, "EUR"))
    rate("EUR", "1.00", later)
    promise.now = SHOWN
    promise.receive(Decimal(50_000), on=later, bank="second half")
    money = contribution_of(promise.pledge)
    request = circulated(world)

    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(80_000)
    )

    assert (money.received_usd, money.usd) == (Decimal(112_500), Decimal(125_000))
    assert share.allotment.usd_gross == Decimal(90_000)
    rate("EUR", "2.00", later)
    assert share.allotment.usd_gross == Decimal(90_000)
    assert read(type(money), money.pk).received_usd == Decimal(112_500)


def test_two_donors_fund_one_component_together(world: World) -> None:
    rate("JPY", "150", BEGINNING.date())
    request = circulated(world)
    component = components_of(request)[0]
    first = contribution(world, Money.of(56_500, "USD"), request=request.pk)
    second = contribution(
        world, Money.of(8_475_000, "JPY"), donor="other_donor", request=request.pk
    )

    share_at(world, contribution=first, component=component, gross=Decimal(56_500))
    half = position(request)
    state_at_half = read(type(request), request.pk).state
    share_at(world, contribution=second, component=component, gross=Decimal(8_475_000))

    assert (half.committed_usd, half.received_usd) == (113_000, 113_000)
    assert (half.released_usd, state_at_half) == (56_500, "funding_sought")
    assert position(request).released_usd == Decimal(113_000)
    assert read(type(request), request.pk).state == "funded"


def test_a_withdrawal_after_release_gives_the_money_back(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(113_000)
    )

    with world.as_("state.ms_authority"):
        REQUEST.verbs["withdraw"](
            pk=request.pk, actor=world["state.ms_authority"], now=SHOWN, reason="Changed plans."
        )

    cash = read(type(money), money.pk)
    assert share.allotment.state == "reversed"
    assert (cash.released, cash.closed, cash.reversed) == (0, 113_000, 113_000)
    assert cash.available == Money.of(113_000, "USD")
    assert position(request).released_usd == 0
    assert not position(request).allotments_open
    assert read(type(request), request.pk).state == "withdrawn"


def page(money: Contribution) -> dict[str, tuple[str, str]]:
    """Return the books of a contribution as a page: amount and dollars by account."""
    return {
        account: (f"{amount:,.{3 if money.currency == 'KWD' else 2}f}", f"{usd:,.2f}")
        for account, (amount, usd) in ledger_of(money).items()
    }


def test_the_books_of_usd_1_130_000_from_promise_to_closing(world: World) -> None:
    plan = (replace(TRAINING, net=Money.of(1_000_000, "USD")),)
    request = circulated(world, proposals=plan)
    promise = promise_at(world, "agreed", money=Money.of(1_130_000, "USD"), request=request.pk)
    money = contribution_of(promise.pledge)
    assert page(money) == {
        "receivable": ("1,130,000.00", "1,130,000.00"),
        "income": ("-1,130,000.00", "-1,130,000.00"),
    }

    promise.receive(Decimal(1_129_975), bank="B-1")
    assert page(money) == {
        "receivable": ("25.00", "25.00"),
        "income": ("-25.00", "-25.00"),
        "cash": ("1,129,975.00", "1,129,975.00"),
        "unallotted": ("-1,129,975.00", "-1,129,975.00"),
    }
    promise.receive(Decimal(25), bank="B-2")

    component = components_of(request)[0]
    share = share_at(
        world, "certified", contribution=money, component=component, gross=Decimal(1_130_000)
    )
    assert page(money) == {
        "cash": ("1,130,000.00", "1,130,000.00"),
        "certified": ("-1,130,000.00", "-1,130,000.00"),
    }
    share.take("release")
    assert page(money) == {
        "cash": ("1,130,000.00", "1,130,000.00"),
        "allotted": ("-1,000,000.00", "-1,000,000.00"),
        "psc": ("-130,000.00", "-130,000.00"),
    }
    share.take("obligate", amount=Decimal("333333.33"))
    share.take("spend", amount=Decimal("333333.33"))
    assert page(money) == {
        "cash": ("753,333.34", "753,333.34"),
        "disbursed": ("376,666.66", "376,666.66"),
        "allotted": ("-666,666.67", "-666,666.67"),
        "psc": ("-86,666.67", "-86,666.67"),
        "spent": ("-333,333.33", "-333,333.33"),
        "psc_earned": ("-43,333.33", "-43,333.33"),
    }
    share.take("obligate", amount=Decimal("666666.67"))
    share.take("spend", amount=Decimal("666666.67"))
    share.take("close")
    assert page(money) == {
        "disbursed": ("1,130,000.00", "1,130,000.00"),
        "spent": ("-1,000,000.00", "-1,000,000.00"),
        "psc_earned": ("-130,000.00", "-130,000.00"),
    }
    assert drift() == []


def test_the_books_of_a_yen_contribution_have_no_decimals(world: World) -> None:
    rate("JPY", "150", BEGINNING.date())
    request = circulated(world)
    money = contribution(
        world, Money.of(15_000_001, "JPY"), donor="other_donor", request=request.pk
    )
    share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(15_000_001)
    )

    assert page(money) == {
        "cash": ("15,000,001.00", "100,000.01"),
        "allotted": ("-13,274,337.00", "-88,495.58"),
        "psc": ("-1,725,664.00", "-11,504.43"),
    }
    assert drift() == []


def test_the_books_of_a_dinar_contribution_have_three_decimals(world: World) -> None:
    rate("KWD", "0.307", BEGINNING.date())
    request = circulated(world)
    money = contribution(world, Money.of("35000.001", "KWD"), request=request.pk)
    share_at(
        world,
        contribution=money,
        component=components_of(request)[0],
        gross=Decimal("35000.001"),
    )

    assert page(money) == {
        "cash": ("35,000.001", "114,006.52"),
        "allotted": ("-30,973.452", "-100,890.72"),
        "psc": ("-4,026.549", "-13,115.80"),
    }
    assert drift() == []


def test_the_books_of_two_donors_of_one_component_stay_apart(world: World) -> None:
    rate("JPY", "150", BEGINNING.date())
    request = circulated(world)
    component = components_of(request)[0]
    first = contribution(world, Money.of(56_500, "USD"), request=request.pk)
    second = contribution(
        world, Money.of(8_475_000, "JPY"), donor="other_donor", request=request.pk
    )
    share_at(world, contribution=first, component=component, gross=Decimal(56_500))
    share_at(world, contribution=second, component=component, gross=Decimal(8_475_000))

    assert page(first)["allotted"] == ("-50,000.00", "-50,000.00")
    assert page(second)["allotted"] == ("-7,500,000.00", "-50,000.00")
    assert drift() == []


def test_the_books_after_a_withdrawal_are_as_before_the_allotment(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    before = page(money)
    share_at(world, contribution=money, component=components_of(request)[0], gross=Decimal(113_000))

    with world.as_("state.ms_authority"):
        REQUEST.verbs["withdraw"](
            pk=request.pk, actor=world["state.ms_authority"], now=SHOWN, reason="Changed plans."
        )

    assert page(money) == before
    assert drift() == []


def test_the_books_of_a_refund_show_the_exchange_difference(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    money = contribution(world, Money.of(100_000, "EUR"))
    assert page(money)["cash"] == ("100,000.00", "125,000.00")
    rate("EUR", "0.90", SHOWN.date())

    adjust(world, money, "refund", amount=Decimal(60_000), source="unallotted")

    assert page(money) == {
        "cash": ("40,000.00", "58,333.33"),
        "unallotted": ("-40,000.00", "-50,000.00"),
        "exchange_difference": ("0.00", "-8,333.33"),
    }
    assert drift() == []


def test_the_books_of_a_refund_of_everything_are_empty(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    money = contribution(world, Money.of(100_000, "EUR"))
    rate("EUR", "0.90", SHOWN.date())
    adjust(world, money, "refund", amount=Decimal(60_000), source="unallotted")

    adjust(world, money, "refund", amount=Decimal(40_000), source="unallotted")

    assert page(money) == {}
    assert drift() == []


def test_the_books_of_revalued_cash_that_is_spent_hold_no_dollars_of_it(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    plan = (replace(TRAINING, net=Money.of(100_000, "USD")),)
    request = circulated(world, proposals=plan)
    money = contribution(world, Money.of(113_000, "EUR"), request=request.pk)
    rate("EUR", "0.90", SHOWN.date())
    adjust(world, money, "revaluation")
    assert page(money)["cash"] == ("113,000.00", "125,555.56")
    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(113_000)
    )

    share.take("obligate", amount=Decimal(100_000))
    share.take("spend", amount=Decimal(100_000))

    assert page(money) == {
        "disbursed": ("113,000.00", "141,250.00"),
        "spent": ("-100,000.00", "-125,000.00"),
        "psc_earned": ("-13,000.00", "-16,250.00"),
    }
    assert drift() == []


def test_dollars_an_average_leaves_over_go_to_exchange_difference(world: World) -> None:
    rate("EUR", "0.7", BEGINNING.date())
    promise = promise_at(world, "partly_received", money=Money.of(100, "EUR"))
    money = contribution_of(promise.pledge)
    request = circulated(world)
    component = components_of(request)[0]
    for third in ("16.67", "16.67", "16.66"):
        share_at(world, "certified", contribution=money, component=component, gross=Decimal(third))

    assert page(money) == {
        "receivable": ("50.00", "71.43"),
        "income": ("-50.00", "-71.43"),
        "cash": ("50.00", "71.43"),
        "certified": ("-50.00", "-71.42"),
        "exchange_difference": ("0.00", "-0.01"),
    }
    assert drift() == []
