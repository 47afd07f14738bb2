"""What is done through pages is done by the services: once, by the right person, or not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from donors.models import Pledge
from ta_requests.models import Circulation, Document
from tests.factories.pledges import pledge_at
from tests.factories.requests import request_at
from tests.portal.browsing import carried, events_of, now_at, step
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def test_a_step_is_rehearsed_without_changing_anything(world, enter):
    request = request_at(world, "submitted")
    officer, url = enter("programme_officer"), step("request", request, "acknowledge")
    before = events_of(request)

    answer = officer.post(
        url, {**carried(officer, url), "authenticity_confirmed": "on", "rehearse": "yes"}
    )

    text = answer.content.decode()
    assert answer.status_code == 200, text
    assert "What this will do" in text
    assert "letters will be sent" in text
    assert now_at(request).state == "submitted"
    assert events_of(request) == before


def test_a_double_click_acts_once(world, enter):
    request = request_at(world, "submitted")
    officer, url = enter("programme_officer"), step("request", request, "acknowledge")
    form = {**carried(officer, url), "authenticity_confirmed": "on", "take": "yes"}
    before = events_of(request)

    first, second = officer.post(url, form), officer.post(url, form)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert events_of(request) == before + 1


def test_a_missing_confirmation_is_said_and_nothing_is_done(world, enter):
    request = request_at(world, "submitted")
    officer, url = enter("programme_officer"), step("request", request, "acknowledge")

    answer = officer.post(url, {**carried(officer, url), "take": "yes"})

    assert answer.status_code in {409, 422}
    assert "This was not done" in answer.content.decode()
    assert now_at(request).state == "submitted"


def test_a_step_that_needs_a_reason_says_so(world, enter):
    request = request_at(world, "submitted")
    officer, url = enter("programme_officer"), step("request", request, "send_back")

    silent = officer.post(url, {**carried(officer, url), "grounds": "not_complete", "take": "yes"})
    spoken = officer.post(
        url,
        {
            **carried(officer, url),
            "grounds": "not_complete",
            "reason": "The annex is missing.",
            "take": "yes",
        },
    )

    assert silent.status_code == 422
    assert spoken.status_code == 302
    assert now_at(request).state == "returned"


def test_a_state_objects_on_the_page_of_the_step(world, enter):
    request = request_at(world, "noticed")
    with speaking_as(SYSTEM):
        round_ = Circulation.objects.get(request=request)
    authority = enter("state.ms_authority")
    url = step("circulation", round_, "object")

    authority.post(
        url, {**carried(authority, url), "reason": "Not before the elections.", "take": "1"}
    )

    assert now_at(round_).state == "objected"
    assert now_at(request).state == "assessed"


def test_a_donor_sees_what_a_pledge_comes_to_before_it_is_saved(world, enter):
    request = request_at(world, "funding_sought")
    donor, url = enter("donor.donor_rep"), reverse("portal:pledge_to", args=[request.pk])
    form = {
        **carried(donor, url),
        "title": "Workshops",
        "amount": "1130000.00",
        "currency": "USD",
        "earmark_category": "4",
    }

    shown = donor.post(url, {**form, "review": "yes"})
    with speaking_as(SYSTEM):
        kept_before = Pledge.objects.count()
    first = donor.post(url, {**form, "confirm": "yes"})
    second = donor.post(url, {**form, "confirm": "yes"})

    text = shown.content.decode()
    assert "USD 990,000.00" in text
    assert "USD 128,700.00" in text
    assert "Coordination levy" in text
    assert "USD 11,300.00" in text
    assert "UN operational rate" in text
    assert kept_before == 0
    assert first.status_code == 302, first.content.decode()
    assert first.url == second.url
    with speaking_as(SYSTEM):
        (pledge,) = Pledge.objects.all()
    assert (pledge.request_id, pledge.state) == (request.pk, "draft")


def test_an_amount_nobody_can_read_is_refused_beside_its_field(world, enter):
    donor, url = enter("donor.donor_rep"), reverse("portal:pledge_new")
    form = {**carried(donor, url), "title": "x", "amount": "1e400", "currency": "USD"}

    answer = donor.post(url, {**form, "earmark_category": "1", "review": "yes"})

    assert answer.status_code == 422
    assert "exact decimal number" in answer.content.decode()


FORGED = ("wrong_role", "foreign", "stale", "moved", "no_version", "csrf", "unknown_step")


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_step_changes_nothing_and_is_answered_kindly(world, enter, how):
    request = request_at(world, "acknowledged" if how == "moved" else "submitted")
    who = {"wrong_role": "treasury_officer", "foreign": "other_state.ms_authority"}
    client = enter(who.get(how, "programme_officer"), enforce_csrf_checks=how == "csrf")
    name = "explode" if how == "unknown_step" else "acknowledge"
    version = {"stale": request.version - 1, "no_version": ""}.get(how, request.version)
    form = {"version": version, "key": "k", "authenticity_confirmed": "on", "take": "yes"}
    before = (now_at(request).state, now_at(request).version, events_of(request))

    answer = client.post(step("request", request, name), form)

    expected = {
        "wrong_role": {403},
        "foreign": {404},
        "stale": {412},
        "moved": {409},
        "no_version": {412},
        "csrf": {403},
        "unknown_step": {404},
    }
    assert answer.status_code in expected[how], answer.content.decode()
    assert "<h1" in answer.content.decode()
    assert (now_at(request).state, now_at(request).version, events_of(request)) == before


def test_documents_are_handed_out_as_downloads_to_those_who_may_read_them(world, enter):
    request = request_at(world, "submitted")
    with speaking_as(SYSTEM):
        document = Document.objects.get(request=request)
    url = reverse("portal:document", args=[request.pk, document.pk])

    given = enter("programme_officer").get(url)
    refused = enter("other_state.ms_authority").get(url)

    assert given.status_code == 200
    assert b"".join(given.streaming_content).startswith(b"%PDF-")
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["Content-Type"] == "application/pdf"
    assert refused.status_code == 404


def test_a_draft_pledge_is_rewritten_by_its_own_donor_only(world, enter):
    pledge = pledge_at(world, "draft")
    url = reverse("portal:pledge_edit", args=[pledge.pk])
    own = enter("donor.donor_rep")
    form = {
        **carried(own, url),
        "title": "Another title",
        "amount": "2260000",
        "currency": "USD",
        "earmark_category": "1",
        "confirm": "yes",
    }

    refused = enter("other_donor.donor_rep").post(url, form)
    taken = own.post(url, form)

    assert refused.status_code == 404
    assert taken.status_code == 302
    assert now_at(pledge).title == "Another title"
