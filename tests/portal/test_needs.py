"""Donors find needs by place, subject, phase and price, and read what each part costs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.requests import request_at
from tests.http import Api
from tests.portal.browsing import carried, words_of
from tests.portal.test_pages import checked, looked

NEEDS = "/needs/"


@pytest.fixture
def shown(world):
    """Return a need of Madagascar, an LDC in Africa, that every donor may see."""
    return request_at(world, "funding_sought")


def test_each_need_is_listed_with_the_costs_of_its_components(world, enter, shown):
    answer = enter("donor.donor_rep").get(NEEDS)

    words = words_of(answer)
    assert "Carpentry workshops in three prisons phase 1" in words
    assert "USD 100,000.00 USD 13,000.00 USD 113,000.00" in words
    assert "LDC" in words


FILTERS = (
    ({"q": "Workshops"}, True),
    ({"q": "Kindergarten"}, False),
    ({"region": "002"}, True),
    ({"region": "142"}, False),
    ({"country": "MDG"}, True),
    ({"group": "LDC"}, True),
    ({"group": "LLDC"}, False),
    ({"theme": "T2"}, True),
    ({"theme": "T7"}, False),
    ({"type": "capacity_building"}, True),
    ({"type": "legislative"}, False),
    ({"phase": "1"}, True),
    ({"phase": "7"}, False),
    ({"least": "100000"}, True),
    ({"least": "100000000"}, False),
    ({"most": "100000000"}, True),
    ({"most": "1"}, False),
    ({"region": "nowhere", "phase": "x", "least": "-1", "group": "?"}, True),
    ({"region": "002", "theme": "T7"}, False),
    ({"state": "all"}, True),
    ({"state": "funded"}, False),
)


def test_filters_narrow_what_is_listed_and_drawn(world, enter, shown):
    donor = enter("donor.donor_rep")
    for asked, found in FILTERS:
        text = checked(donor.get(NEEDS, asked), "en")

        assert (shown.title in text) is found, asked
        assert ("<svg" in text) is found, asked
        assert ("No need matches" in text) is not found, asked


def test_the_regional_picture_stands_beside_its_table(world, enter, shown):
    text = enter("donor.donor_rep").get(NEEDS).content.decode()

    assert 'aria-labelledby="regional-title regional-text"' in text
    assert '<th scope="row">Africa</th><td class="number" data-label="Needs">1</td>' in text


def test_a_page_of_needs_stays_light_whatever_their_number(world, enter, shown):
    for _ in range(3):
        request_at(world, "funding_sought")

    answer, asked = looked(enter("donor.donor_rep"), NEEDS)

    checked(answer, "en")
    assert "4 needs" in words_of(answer)
    assert len(asked) <= 10, "\n".join(asked)


def test_the_api_narrows_by_group_as_the_portal_does(world, shown):
    donor = Api.of(world, "donor.donor_rep")

    ours = donor.get("/api/v1/requests/?group=LDC").json["items"]
    none = donor.get("/api/v1/requests/?group=LLDC").json["items"]

    assert [one["id"] for one in ours] == [str(shown.pk)]
    assert none == []
    assert donor.get(f"/api/v1/requests/?group={'x' * 30}").status == 400


def test_needs_without_consent_are_on_no_list(world, enter):
    request_at(world, "assessed")

    assert "No need matches" in words_of(enter("donor.donor_rep").get(reverse("portal:needs")))


def test_a_need_says_why_it_matches_or_not(world, enter, shown):
    donor = enter("donor.donor_rep")
    page = reverse("portal:need_criteria")

    opened, asked = looked(donor, page)
    kept = donor.post(page, {**carried(donor, page), "themes": ["T2"], "groups": ["LLDC"]})
    listed, cost = looked(donor, NEEDS)
    alone, cost_alone = looked(donor, reverse("portal:need", args=[shown.pk]))

    checked(opened, "en")
    assert kept.status_code == 302
    for answer, statements in ((listed, cost), (alone, cost_alone)):
        words = words_of(answer)
        assert "Meets 1 of 2 criteria" in words
        assert "Yes : It is about a theme you named." in words
        assert "No : The country belongs to none of the groups you named." in words
        assert len(statements) <= 10, "\n".join(statements)
    assert len(asked) <= 10, "\n".join(asked)
    assert "Meets" not in words_of(enter("other_donor.donor_rep").get(NEEDS))


def test_two_colleagues_do_not_overwrite_each_other_s_criteria(world, enter, shown):
    first, second = enter("donor.donor_rep"), enter("donor.donor_authority")
    page = reverse("portal:need_criteria")
    early = carried(second, page)

    first.post(page, {**carried(first, page), "themes": ["T2"]})
    late = second.post(page, {**early, "themes": ["T5"]})
    wrong = second.post(page, {**carried(second, page), "least_usd": "9", "most_usd": "1"})

    assert late.status_code == 412
    assert "Someone changed this" in words_of(late)
    assert wrong.status_code == 422
    assert "Matches your criteria" in words_of(first.get(NEEDS))
