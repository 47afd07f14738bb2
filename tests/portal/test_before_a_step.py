"""What a person has before their eyes when taking a step."""

from __future__ import annotations

import re

import pytest

from common.money import Money
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
