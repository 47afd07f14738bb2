"""What a step commits, in its currency and in US dollars: both taken apart so that they add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from common.money import Money
from donors.admin.before import before_allotment, before_amendment, before_pledge
from donors.models import Allotment, Amendment, Contribution
from donors.services import amendments, commitments
from reference.models import ExchangeRate
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution,
    contribution_of,
    share_at,
)
from tests.factories.amendments import amendment_at
from tests.factories.pledges import Promise, pledge_at, promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
YEN = Money.of("113000000", "JPY")


def forget_rates() -> None:
    with speaking_as(SYSTEM):
        ExchangeRate.objects.all().delete()


def amended(promise: Promise, amount: int, **more: Any) -> Amendment:
    day = date(2027, 1, 31)
    payments = [{"amount": Decimal(amount), "due_on": day}]
    return amendment_at(promise, "draft", amount=Decimal(amount), instalments=payments, **more)


def test_a_pledge_counts_at_the_rate_of_today_until_it_is_agreed(world: World) -> None:
    with world.as_("auditor"):
        told = commitments.of_pledge(pledge_at(world, "pledged", money=YEN), now=SHOWN)

    assert told.dollars is not None
    assert told.shares.gross == YEN
    assert told.shares.parts.programmable == Money.of("100000000", "JPY")
    assert told.dollars.gross == told.dollars.parts.programmable + told.dollars.parts.psc
    assert told.rate is not None
    assert told.dollars.gross == Money.rounded(YEN.amount / told.rate, "USD")
    assert told.rate_on == BEGINNING.date()


def test_an_agreed_pledge_counts_as_it_was_booked_whatever_rate_comes(world: World) -> None:
    pledge = pledge_at(world, "agreed", money=YEN)
    forget_rates()

    with world.as_("auditor"):
        told = commitments.of_pledge(pledge, now=SHOWN)

    assert told.dollars is not None
    assert told.dollars.gross.amount == pledge.agreed_usd
    assert (told.rate, told.rate_on) == (pledge.agreed_rate, pledge.agreed_rate_on)


def test_without_a_rate_nothing_is_said_of_dollars(world: World) -> None:
    pledge = pledge_at(world, "pledged", money=YEN)
    forget_rates()

    with world.as_("auditor"):
        told = commitments.of_pledge(pledge, now=SHOWN)
        (panel,) = before_pledge(pledge, SHOWN)

    assert (told.dollars, told.rate) == (None, None)
    assert "There is no UN operational rate of exchange" in str(panel.note)
    assert [row[2] for row in panel.rows] == ["", "", ""]


def test_the_levy_stands_apart_in_both_currencies(world: World) -> None:
    money = Money.of("1000", "USD")
    pledge = pledge_at(world, "pledged", money=money, earmark_category="4")

    with world.as_("auditor"):
        (panel,) = before_pledge(pledge, SHOWN)

    names = [row[0] for row in panel.rows]
    assert names == ["Net", "Programme support (13 %)", "Coordination levy (1 %)", "Gross"]
    assert panel.rows[2][1:] == ("USD 10.00", "USD 10.00")
    assert panel.rows[3][1:] == ("USD 1,000.00", "USD 1,000.00")


def test_an_allotment_counts_at_the_average_of_the_receipts(world: World) -> None:
    cash = contribution(world, YEN)
    component = components_of(circulated(world))[0]
    share = share_at(
        world, "proposed", contribution=cash, component=component, gross=Decimal(1_130_000)
    )
    with world.as_("auditor"):
        proposed = commitments.of_allotment(share.allotment)
    share.take("certify")
    certified = share.allotment

    with world.as_("auditor"):
        told = commitments.of_allotment(certified)
        (panel,) = before_allotment(certified, SHOWN)

    assert told == proposed
    assert told.dollars is not None
    assert told.dollars.gross.amount == certified.usd_gross
    assert told.dollars.parts.programmable.amount == certified.usd_programmable
    assert told.rate_on is None
    assert "At an average of" in str(panel.note)


def test_without_cash_an_allotment_has_no_dollars() -> None:
    nothing = Contribution(currency="USD", amount=Decimal(100))
    planned = Allotment(
        contribution=nothing,
        currency="USD",
        gross=Decimal(113),
        psc_rate=Decimal("0.13"),
        programmable=Decimal(100),
    )

    told = commitments.of_allotment(planned)

    assert told.shares.gross == Money.of("113", "USD")
    assert told.dollars is None


@pytest.mark.parametrize("amount", [169_500_000, 113_000_000, 56_500_000])
def test_an_amendment_tells_what_the_agreement_comes_to_once_it_takes_effect(
    world: World, amount: int
) -> None:
    promise = promise_at(world, "agreed", money=YEN)
    draft = amended(promise, amount, title="Anew")

    with world.as_("auditor"):
        told = commitments.of_amendment(draft, now=SHOWN)
        before, after = before_amendment(draft, SHOWN)

    cash = contribution_of(promise.pledge)
    assert told.before.dollars is not None
    assert told.before.dollars.gross.amount == cash.usd
    assert told.after.shares.gross == Money(Decimal(amount), "JPY")
    assert told.after.dollars is not None
    assert before.rows != after.rows or amount == YEN.amount
    promise.step("cofinancing_officer", amendments.offer, pk=draft.pk)
    promise.step("donor.donor_authority", amendments.sign, pk=draft.pk)
    promise.step("approving_officer", amendments.accept, pk=draft.pk)
    assert contribution_of(promise.pledge).usd == told.after.dollars.gross.amount


def test_an_amended_pledge_counts_as_it_is_booked_now_at_an_average(world: World) -> None:
    promise = promise_at(world, "agreed", money=YEN)
    with speaking_as(SYSTEM):
        ExchangeRate.objects.filter(currency="JPY").update(units_per_usd=Decimal(100))
    amendment_at(
        promise,
        "accepted",
        amount=Decimal(169_500_000),
        instalments=[{"amount": Decimal(169_500_000), "due_on": date(2027, 1, 31)}],
    )
    cash = contribution_of(promise.pledge)
    draft = amendment_at(promise, "draft", title="Anew")

    with world.as_("auditor"):
        told = commitments.of_pledge(promise.pledge, now=SHOWN)
        changed = commitments.of_amendment(draft, now=SHOWN)
        panels = [*before_pledge(promise.pledge, SHOWN), *before_amendment(draft, SHOWN)]

    assert told.dollars is not None
    assert told.rate is not None
    assert promise.pledge.agreed_usd is not None
    assert told.shares.gross.amount == cash.amount == 169_500_000
    assert told.dollars.gross.amount == cash.usd == promise.pledge.agreed_usd + 565_000
    assert Money.rounded(cash.amount / told.rate, "USD").amount == cash.usd
    assert told.rate_on is None
    assert told == changed.before == changed.after
    assert all("At an average of" in str(panel.note) for panel in panels)


def test_an_amendment_of_other_terms_leaves_the_rate_of_signing(world: World) -> None:
    promise = promise_at(world, "agreed", money=YEN)
    amendment_at(promise, "accepted", title="Anew")
    cash = contribution_of(promise.pledge)

    with world.as_("auditor"):
        told = commitments.of_pledge(promise.pledge, now=SHOWN)

    assert (told.rate, told.rate_on) == (cash.rate, cash.rate_on)


def test_an_amendment_that_grows_needs_a_rate_of_today(world: World) -> None:
    draft = amended(promise_at(world, "agreed", money=YEN), 169_500_000)
    forget_rates()

    with world.as_("auditor"):
        told = commitments.of_amendment(draft, now=SHOWN)

    assert told.before.dollars is not None
    assert told.after.dollars is None


def test_terms_that_tie_money_tightly_bring_the_levy_to_the_agreement_after(world: World) -> None:
    request = circulated(world)
    promise = promise_at(world, "agreed", money=Money.of("1000", "USD"))
    draft = amendment_at(promise, "draft", request=request.pk, earmark_category="4")

    with world.as_("auditor"):
        told = commitments.of_amendment(draft, now=SHOWN)

    assert told.before.shares.levy == Money.of("0", "USD")
    assert told.after.shares.levy == Money.of("10", "USD")
    assert told.after.shares.gross == told.before.shares.gross
