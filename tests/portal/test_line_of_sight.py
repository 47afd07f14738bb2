"""A donor sees a pledge from promise to result, and has its terms changed by amendment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from donors.models import Amendment
from portal.giving.results import results_of
from ta_requests.models import Component
from tests.factories.allotments import contribution_of, share_at
from tests.factories.amendments import amendment_at
from tests.factories.pledges import pledge_at, promise_at
from tests.factories.requests import request_at
from tests.portal.browsing import carried, now_at, step, words_of
from tests.portal.test_pages import checked, looked
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DONOR = "donor.donor_rep"


def page_of(pledge):
    return reverse("portal:pledge", args=[pledge.pk])


def ask(pledge):
    return reverse("portal:write", args=["pledge", pledge.pk, "ask_amendment"])


def test_the_line_shows_how_far_a_pledge_came(world, enter):
    pledge = pledge_at(world, "partly_received")

    answer, asked = looked(enter(DONOR), page_of(pledge))

    words = words_of(answer)
    assert "Promised USD 1,130,000.00" in words
    assert "Instalments paid 1 of 2" in words
    assert "Received USD 565,000.00 1 receipt" in words
    assert "nothing yet" in words
    assert "Reports accepted 0 of 2" in words
    assert "Statement of account, as of any day" in words
    assert len(asked) <= 10, "\n".join(asked)


def test_the_line_leads_to_spending_and_results(world, enter):
    request = request_at(world, "in_delivery")
    with speaking_as(SYSTEM):
        component = Component.objects.standing().filter(request=request)[0]
    pledge = pledge_at(world, "received")
    money = contribution_of(pledge)
    share_at(world, "released", contribution=money, component=component, gross=Decimal(1130))

    answer, asked = looked(enter(DONOR), page_of(pledge))

    text = checked(answer, "en")
    assert "Allotted USD 1,130.00 1 component" in words_of(answer)
    assert component.title in text
    assert len(asked) <= 10, "\n".join(asked)
    with world.as_(DONOR):
        found = results_of(pledge.pk, actor=world[DONOR])
    assert {one.request for one in found} <= {request.reference}
    assert all(one.title in text for one in found)


def test_a_draft_says_that_everything_lies_ahead(world, enter):
    words = words_of(enter(DONOR).get(page_of(pledge_at(world, "draft"))))

    assert "not announced yet" in words
    assert "not signed yet" in words


def test_a_donor_asks_for_an_amendment_and_reads_what_changes(world, enter):
    pledge = pledge_at(world, "agreed")
    donor = enter(DONOR)

    shown, asked = looked(donor, ask(pledge))
    answer = donor.post(
        ask(pledge),
        {
            **carried(donor, ask(pledge)),
            "motive": "The budget grew.",
            "title": "Workshops and schools",
            "themes": ["T2c", "T2d"],
        },
    )

    checked(shown, "en")
    assert len(asked) <= 10, "\n".join(asked)
    assert answer.status_code == 302, words_of(answer)
    with speaking_as(SYSTEM):
        written = Amendment.objects.get(pledge=pledge)
    assert written.asked_by_donor
    assert written.changes == {"title": "Workshops and schools", "themes": ["T2c", "T2d"]}
    seen, asked = looked(donor, reverse("portal:case", args=["amendment", written.pk]))
    words = words_of(seen)
    assert "Workshops for life after release Workshops and schools" in words
    assert "T2d Education" in words
    assert "Rewrite the draft" in words
    assert len(asked) <= 10, "\n".join(asked)


def test_a_draft_of_an_amendment_is_rewritten_and_given_up_by_its_donor(world, enter):
    promise = promise_at(world, "agreed")
    written = amendment_at(promise, "draft", by=DONOR, ends_on=date(2029, 1, 31))
    url = reverse("portal:write", args=["amendment", written.pk, "rewrite_amendment"])
    donor, authority = enter(DONOR), enter("donor.donor_authority")

    opened = donor.get(url).content.decode()
    answer = donor.post(url, {**carried(donor, url), "motive": "Two years.", "title": "Longer"})
    withdraw = step("amendment", written, "withdraw")
    authority.post(
        withdraw, {**carried(authority, withdraw), "reason": "No longer needed.", "take": "yes"}
    )

    assert 'value="2029-01-31"' in opened
    assert answer.status_code == 302, words_of(answer)
    assert now_at(written).changes == {"title": "Longer"}
    assert now_at(written).state == "withdrawn"


def test_rewriting_a_draft_leaves_the_terms_its_form_does_not_show(world, enter):
    request = request_at(world, "funding_sought")
    with speaking_as(SYSTEM):
        component = Component.objects.standing().filter(request=request)[0]
    unseen = {
        "request": str(request.pk),
        "components": [str(component.pk)],
        "countries": ["KEN"],
        "earmark_modality": "",
    }
    promise = promise_at(world, "agreed")
    asked = {**unseen, "request": request.pk, "components": [component.pk]}
    written = amendment_at(promise, "draft", by=DONOR, **asked, regions=["014"], themes=[])
    url = reverse("portal:write", args=["amendment", written.pk, "rewrite_amendment"])
    donor = enter(DONOR)

    answer = donor.post(url, {**carried(donor, url), "motive": "Told anew.", "title": "Anew"})

    assert answer.status_code == 302, words_of(answer)
    assert now_at(written).motive == "Told anew."
    assert now_at(written).changes == {**unseen, "themes": [], "title": "Anew"}


def test_the_authority_signs_what_it_has_read(world, enter):
    written = amendment_at(promise_at(world, "agreed"), "offered", title="Anew")
    authority, sign = enter("donor.donor_authority"), step("amendment", written, "sign")

    read = words_of(authority.get(reverse("portal:case", args=["amendment", written.pk])))
    authority.post(sign, {**carried(authority, sign), "take": "yes"})

    assert "Workshops for life after release Anew" in read
    assert "Download the amendment" in read
    assert now_at(written).state == "signed"


def test_no_donor_writes_what_is_the_office_s_or_another_donor_s(world, enter):
    pledge = pledge_at(world, "agreed")
    terms = reverse("portal:write", args=["pledge", pledge.pk, "set_terms"])

    assert enter("other_donor.donor_rep").get(ask(pledge)).status_code == 404
    assert enter(DONOR).get(terms).status_code == 404
    assert "not open to you now" in words_of(enter("auditor").get(ask(pledge)))
