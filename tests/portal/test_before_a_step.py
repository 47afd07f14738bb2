"""What a person has before their eyes when taking a step."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from common.money import Money
from tests.factories.amendments import amendment_at
from tests.factories.pledges import promise_at

GROSS = Money.of("113000", "USD")
SHOWN = ("Net", "USD 100,000.00", "Programme support", "USD 13,000.00", "Gross", "USD 113,000.00")


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        ("draft", "donor.donor_authority", "announce"),
        ("pledged", "donor.donor_authority", "withdraw"),
        ("signed", "approving_officer", "accept"),
    ],
)
def test_every_step_of_a_pledge_shows_what_was_pledged(world, enter, state, who, step):
    promise = promise_at(world, state, money=GROSS)

    page = enter(who).get(f"/cases/pledge/{promise.pk}/{step}/").content.decode()

    before, _, form = page.partition('<form class="form"')
    summary = before.partition('aria-labelledby="pledged"')[2]
    places = [summary.find(word) for word in SHOWN]
    assert form
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("address", ["/pledges/new/", "/criteria/"])
def test_a_name_beside_a_box_keeps_its_own_direction(world, enter, address):
    page = enter("donor.donor_rep", language="ar").get(address).content.decode()

    boxes = re.findall(r"<label[^>]*><input type=\"checkbox\".*?</label>", page, re.DOTALL)
    assert boxes
    assert all(re.search(r"<bdi>.+</bdi>", box, re.DOTALL) for box in boxes)


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        ("draft", "cofinancing_officer", "offer"),
        ("offered", "donor.donor_authority", "sign"),
        ("signed", "approving_officer", "accept"),
    ],
)
def test_every_step_of_an_amendment_shows_the_amounts_before_and_after(
    world, enter, state, who, step
):
    promise = promise_at(world, "agreed", money=GROSS)
    payments = [{"amount": Decimal(226_000), "due_on": date(2027, 1, 31)}]
    draft = amendment_at(promise, state, amount=Decimal(226_000), instalments=payments)

    page = enter(who).get(f"/cases/amendment/{draft.pk}/{step}/").content.decode()

    before, _, form = page.partition('<form class="form"')
    cells = re.findall(r"USD [\d,.]+", before.partition('id="comes-to"')[2])
    assert form
    assert "Instalments still to come" in before
    assert cells == [
        *("USD 100,000.00", "USD 200,000.00"),
        *("USD 13,000.00", "USD 26,000.00"),
        *("USD 113,000.00", "USD 226,000.00"),
        *("USD 113,000.00", "USD 226,000.00"),
    ]


def test_a_step_tells_the_dollars_of_another_currency_and_their_rate(world, enter):
    promise = promise_at(world, "signed", money=Money.of("113000000", "JPY"))

    page = enter("approving_officer").get(f"/cases/pledge/{promise.pk}/accept/").content.decode()

    summary = page.partition('aria-labelledby="pledged"')[2].partition("<form")[0]
    assert "JPY 113,000,000" in summary
    assert "In United States dollars" in summary
    assert "for one US dollar" in summary


def test_a_number_of_another_system_is_noted_on_the_page_of_the_contribution(world, enter):
    promise = promise_at(world, "received", money=GROSS)
    treasury = enter("treasury_officer")
    path = f"/cases/pledge/{promise.pk}/write/note_reference/"
    sent = {"kind": "wbs", "value": "SB-012345.01", "key": "once", "version": "0"}

    offered = treasury.get(f"/pledges/{promise.pk}/").content.decode()
    first, again = treasury.post(path, sent), treasury.post(path, sent)
    twice = treasury.post(path, {**sent, "key": "another"})
    shown = treasury.get(f"/pledges/{promise.pk}/").content.decode()
    closed = enter("cofinancing_officer").get(path).content.decode()

    assert path in offered
    assert (first.status_code, again.status_code, twice.status_code) == (302, 302, 422)
    assert "This number is noted already." in twice.content.decode()
    assert "SB-012345.01" in shown
    assert "WBS element" in shown
    assert "Only a treasury officer can do this." in closed
