"""The coordination levy: asked for as cash comes, set aside at once, decided by another officer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from common.errors import Invalid, NotAllowed, Refused
from common.money import Money
from donors.lifecycle.levy import is_due
from donors.models import Contribution
from donors.services import adjustments, agreeing, unidentified
from donors.services.quotes import bears_levy, quote, shares_of
from reference.models import Parameter
from tests.donors.test_worked_examples import rate
from tests.factories.adjustments import (
    Adjusting,
    adjust,
    books,
    closed_month,
    drift,
    ledger_of,
    levied,
    levies_of,
    unidentified_cash,
)
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution_of,
    read,
    share_at,
)
from tests.factories.pledges import Promise, promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"


def tight(world: World, state: str = "agreed", amount: int = 1_000, **terms: Any) -> Promise:
    return promise_at(world, state, money=Money.of(amount, "USD"), earmark_category="4", **terms)


def cash_of(promise: Promise) -> Contribution:
    return contribution_of(promise.pledge)


def asked(promise: Promise) -> list[tuple[str, Decimal]]:
    return [(one.state, one.amount) for one in levies_of(cash_of(promise))]


def test_each_receipt_brings_its_levy_and_the_parts_add_up(world: World) -> None:
    promise = tight(world)

    promise.receive(Decimal("333.33"), bank="A")
    promise.receive(Decimal("333.33"), bank="B")
    promise.receive(Decimal("333.34"), bank="C")

    amounts = [amount for _state, amount in asked(promise)]
    assert sorted(amounts) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    assert books(cash_of(promise)) == {"cash": 1_000, "unallotted": -990, "levy_due": -10}
    assert cash_of(promise).available == Money.of(990, "USD")
    levied(world, cash_of(promise))
    assert books(cash_of(promise)) == {"cash": 1_000, "unallotted": -990, "levy": -10}
    assert read(Contribution, cash_of(promise).pk).levied == 10
    assert drift() == []


def test_the_officer_of_the_receipt_asks_and_another_decides(world: World) -> None:
    promise = tight(world, "received")
    first = levies_of(cash_of(promise))[0]
    both = world["treasury_officer"].__class__(
        person_id=world["treasury_officer"].person_id,
        organisation_id=world["treasury_officer"].organisation_id,
        roles=frozenset({"treasury_officer", "approving_officer"}),
        scopes=world["treasury_officer"].scopes,
    )

    assert first.created_by_id == world["treasury_officer"].person_id
    with pytest.raises(NotAllowed), speaking_as(both):
        adjustments.approve(pk=first.pk, actor=both, now=SHOWN)


@pytest.mark.parametrize("category", ["1", "2", "3"])
def test_other_money_bears_none(world: World, category: str) -> None:
    themes = [] if category == "1" else ["T2c"]
    promise = promise_at(world, "received", earmark_category=category, themes=themes)

    assert asked(promise) == []
    assert drift() == []


@pytest.mark.parametrize(
    ("local", "kind", "due"),
    [(False, "state", True), (True, "state", False), (False, "un_entity", False)],
)
def test_it_is_due_on_tightly_earmarked_money_of_others(local: bool, kind: str, due: bool) -> None:
    assert is_due(earmark_category="4", local_resources=local, donor_kind=kind) is due


def test_a_state_pays_none_for_its_own_request(world: World) -> None:
    request = circulated(world)
    promise = tight(world, "received", donor="state", request=request.pk)
    cash = cash_of(promise)

    assert cash.local_resources
    assert levies_of(cash) == []
    with pytest.raises(Invalid):
        Adjusting(world, cash, "levy").enter()


def test_a_rate_of_nothing_asks_for_nothing(world: World) -> None:
    with speaking_as(SYSTEM):
        Parameter.objects.filter(code="coordination_levy_rate").update(value="0")

    assert asked(tight(world, "received")) == []


def test_what_is_set_aside_is_never_allotted(world: World) -> None:
    request = circulated(world)
    promise = tight(world, "received", 1_130, request=request.pk)
    component = components_of(request)[0]

    with pytest.raises(Refused) as refusal:
        share_at(
            world,
            "proposed",
            contribution=cash_of(promise),
            component=component,
            gross=Decimal("1118.71"),
        )
    share = share_at(
        world, contribution=cash_of(promise), component=component, gross=Decimal("1118.70")
    )

    assert share.allotment.programmable == 990
    assert "above_available" not in [reason.code for reason in refusal.value.reasons]
    levied(world, cash_of(promise))
    assert drift() == []


def test_a_refused_levy_is_free_again_and_not_asked_for_twice(world: World) -> None:
    promise = tight(world)
    promise.receive(Decimal(500), bank="A")
    levied(world, cash_of(promise), "refuse", reason="Paid to the fund directly.")
    assert cash_of(promise).levied == 0

    promise.receive(Decimal(500), bank="B")

    assert sorted(asked(promise)) == [("entered", 5), ("refused", 5)]
    assert books(cash_of(promise)) == {"cash": 1_000, "unallotted": -995, "levy_due": -5}
    assert drift() == []
    adjust(world, cash_of(promise), "levy", amount=Decimal(5))
    with pytest.raises(Refused):
        Adjusting(world, cash_of(promise), "levy").enter(amount=Decimal(1))


def test_cash_above_the_amount_bears_none_until_it_is_applied(world: World) -> None:
    over = tight(world)
    over.receive(Decimal(1_300))
    owing = tight(world, amount=500)

    adjust(
        world,
        cash_of(over),
        "application",
        amount=Decimal(300),
        target_id=cash_of(owing).pk,
        donor_word="Letter of 3 October",
    )

    assert (asked(over), asked(owing)) == ([("entered", 10)], [("entered", 3)])
    assert drift() == []


def test_cash_placed_after_its_month_was_closed_bears_the_levy_of_today(world: World) -> None:
    late, officer = BEGINNING + timedelta(days=40), "treasury_officer"
    promise = tight(world)
    cash = unidentified_cash(world, Decimal(1_000))
    closed_month(world, "2026-10", now=late)

    with world.as_(officer):
        unidentified.identify(pk=cash, actor=world[officer], now=late, pledge=promise.pk)

    (levy,) = levies_of(cash_of(promise))
    assert (levy.amount, levy.value_on) == (10, late.date())
    assert drift() == []


def test_charges_that_eat_the_cash_leave_no_more_levy_than_there_is(world: World) -> None:
    promise = tight(world)
    treasury = Api.of(world, "treasury_officer")
    body = {
        "bank_reference": "A",
        "value_on": str(BEGINNING.date()),
        "amount": "2.00",
        "bank_charges": "998.00",
    }
    version = treasury.get(f"{V1}pledges/{promise.pk}/").etag

    answer = treasury.post(f"{V1}pledges/{promise.pk}/record_receipt/", body, version=version)

    assert answer.status == 200, answer.content
    assert asked(promise) == [("entered", 2)]
    assert cash_of(promise).available.amount == 0


def test_nothing_is_closed_before_the_levy_is_decided(world: World) -> None:
    promise = tight(world, "received")
    adjust(world, cash_of(promise), "refund", amount=Decimal(990), source="unallotted")
    promise.now = SHOWN
    with pytest.raises(Refused) as refusal:
        promise.step("approving_officer", agreeing.close)
    assert [reason.code for reason in refusal.value.reasons] == ["money_unspent"]

    levied(world, cash_of(promise))

    promise.step("approving_officer", agreeing.close)
    assert drift() == []


@pytest.mark.parametrize("levied_first", [True, False])
def test_once_all_other_cash_has_gone_cash_keeps_the_dollars_of_the_levy(
    world: World, *, levied_first: bool
) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    promise = promise_at(world, "received", money=Money.of(100_000, "EUR"), earmark_category="4")
    rate("EUR", "1.00", SHOWN.date())

    if levied_first:
        levied(world, cash_of(promise))
    adjust(world, cash_of(promise), "refund", amount=Decimal(49_000), source="unallotted")
    assert ledger_of(cash_of(promise))["exchange_difference"] == (0, -12_250)
    adjust(world, cash_of(promise), "refund", amount=Decimal(50_000), source="unallotted")
    if not levied_first:
        assert ledger_of(cash_of(promise))["cash"] == (1_000, 26_000)
        levied(world, cash_of(promise))

    kept = {"cash": (1_000, 1_250), "levy": (-1_000, -1_250)}
    assert ledger_of(cash_of(promise)) == kept
    adjust(world, cash_of(promise), "revaluation")
    assert ledger_of(cash_of(promise)) == kept
    assert drift() == []


def test_a_quote_tells_the_levy_apart_and_its_parts_add_up(world: World) -> None:
    on = BEGINNING.date()
    gross = quote(amount=Money.of("1130000.00", "USD"), on=on, levied=True)
    net = quote(amount=Money.of("990000.00", "USD"), on=on, net=True, levied=True)

    for told in (gross, net):
        assert told.gross == Money.of("1130000.00", "USD")
        assert told.levy == Money.of("11300.00", "USD")
        assert told.parts.programmable == Money.of("990000.00", "USD")
        assert told.parts.psc == Money.of("128700.00", "USD")
        assert told.value.usd == Money.of("1130000.00", "USD")


def test_a_pledge_is_taken_apart_as_it_is_tied(world: World) -> None:
    tied, free = tight(world, "draft").pledge, promise_at(world, "draft").pledge

    assert shares_of(tied).levy == Money.of(10, "USD")
    assert shares_of(tied).gross == tied.money
    assert shares_of(free).levy.is_zero
    assert not bears_levy(donor_id=None, earmark_category="4", local_resources=True)


def test_quote_and_contribution_tell_it_over_http(world: World) -> None:
    promise = tight(world, "received")
    donor = Api.of(world, "donor.donor_rep")
    asked_for = f"{V1}quotes/?amount=1000.00&currency=USD&earmark_category=4"

    quoted, own = donor.get(asked_for).json, donor.get(f"{asked_for}&local_resources=true").json
    row = donor.get(f"{V1}contributions/").json["items"][0]
    told = donor.get(f"{V1}contributions/{cash_of(promise).pk}/").json

    assert (quoted["levy"]["amount"], quoted["levy_rate"]) == ("10.00", "0.010000")
    assert quoted["gross"]["amount"] == "1000.00"
    assert own["levy"]["amount"] == "0.00"
    assert row["levied"]["amount"] == told["levied"]["amount"] == "10.00"


@pytest.mark.parametrize(
    ("category", "terms", "told"),
    [
        ("4", {}, ("990000.00", "128700.00", "11300.00", "0.010000")),
        ("2", {"themes": ["T2c"]}, ("1000000.00", "130000.00", "0.00", "0.000000")),
    ],
)
def test_a_pledge_over_http_tells_net_support_cost_and_levy_apart(
    world: World, category: str, terms: dict[str, Any], told: tuple[str, str, str, str]
) -> None:
    money = Money.of("1130000.00", "USD")
    pledge = promise_at(world, "pledged", money=money, earmark_category=category, **terms).pledge

    shown = Api.of(world, "donor.donor_rep").get(f"{V1}pledges/{pledge.pk}/").json

    net, psc, levy, rate = told
    assert shown["programmable"] == {"amount": net, "currency": "USD"}
    assert shown["psc"] == {"amount": psc, "currency": "USD"}
    assert shown["levy"] == {"amount": levy, "currency": "USD"}
    assert shown["levy_rate"] == rate
    assert sum(Decimal(one) for one in (net, psc, levy)) == Decimal(shown["amount"]["amount"])


def test_the_pledge_over_http_follows_the_office_and_its_page_says_the_same(world: World) -> None:
    pledge = tight(world, "pledged", 1_000).pledge
    with speaking_as(SYSTEM):
        Parameter.objects.filter(code="coordination_levy_rate").update(value="0.02")

    shown = Api.of(world, "donor.donor_rep").get(f"{V1}pledges/{pledge.pk}/").json
    page = shares_of(pledge)

    assert (shown["levy"]["amount"], shown["levy_rate"]) == ("20.00", "0.020000")
    assert shown["programmable"] == page.parts.programmable.as_json()
    assert shown["psc"] == page.parts.psc.as_json()
    assert shown["levy"] == page.levy.as_json()
