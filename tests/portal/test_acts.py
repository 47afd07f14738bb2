"""What is done through pages is done by the services: once, by the right person, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from donors.models import InKindPledge, Pledge
from ta_requests.models import Circulation, Component, Document
from tests.factories.assessments import BEDS, TRAINING
from tests.factories.in_kind import line_of, wanting_books
from tests.factories.pledges import pledge_at
from tests.factories.requests import request_at
from tests.portal.browsing import carried, events_of, now_at, step, words_of
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
    form |= {"confirm": "yes", "quoted": "1130000.00 USD"}
    first, second = donor.post(url, form), donor.post(url, form)

    text = shown.content.decode()
    assert "USD 990,000.00" in text
    assert "USD 128,700.00" in text
    assert "Coordination levy" in text
    assert "USD 11,300.00" in text
    assert "UN operational rate" in text
    assert 'name="quoted" value="1130000.00 USD"' in text
    assert kept_before == 0
    assert first.status_code == 302, first.content.decode()
    assert first.url == second.url
    with speaking_as(SYSTEM):
        (pledge,) = Pledge.objects.all()
    assert (pledge.request_id, pledge.state) == (request.pk, "draft")


def test_another_pledge_from_the_same_page_is_not_swallowed(world, enter):
    donor, url = enter("donor.donor_rep"), reverse("portal:pledge_new")
    form = {
        **carried(donor, url),
        "title": "Workshops",
        "amount": "1000.00",
        "currency": "USD",
        "earmark_category": "1",
        "confirm": "yes",
        "quoted": "1000.00 USD",
    }
    other = {**form, "amount": "2000.00", "quoted": "2000.00 USD"}

    first, second, again = donor.post(url, form), donor.post(url, other), donor.post(url, other)

    assert first.status_code == second.status_code == 302, second.content.decode()
    assert first.url != second.url == again.url
    with speaking_as(SYSTEM):
        amounts = sorted(Pledge.objects.values_list("amount", flat=True))
    assert amounts == [Decimal(1_000), Decimal(2_000)]


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
        "quoted": "2260000.00 USD",
    }

    refused = enter("other_donor.donor_rep").post(url, form)
    taken = own.post(url, form)

    assert refused.status_code == 404
    assert taken.status_code == 302
    assert now_at(pledge).title == "Another title"


def test_an_amount_changed_after_the_preview_is_shown_again_before_it_is_kept(world, enter):
    request = request_at(world, "funding_sought")
    donor, url = enter("donor.donor_rep"), reverse("portal:pledge_to", args=[request.pk])
    form = {
        **carried(donor, url),
        "title": "Workshops",
        "amount": "500000",
        "currency": "JPY",
        "earmark_category": "3",
        "confirm": "yes",
    }

    shown = donor.post(url, {**form, "quoted": "400000 JPY"})
    broken = donor.post(url, {**form, "amount": "500000.5", "quoted": "500000.5 JPY"})
    kept = donor.post(url, {**form, "quoted": "500000 JPY"})

    assert shown.status_code == 200
    assert "JPY 442,478" in shown.content.decode()
    assert 'value="500000 JPY"' in shown.content.decode()
    assert broken.status_code == 422
    assert kept.status_code == 302
    with speaking_as(SYSTEM):
        assert [one.amount for one in Pledge.objects.all()] == [500_000]


def test_a_donor_pledges_two_components_in_dinars_on_a_condition(world, enter):
    request = request_at(world, "funding_sought", proposals=(TRAINING, BEDS))
    with speaking_as(SYSTEM):
        chosen = [str(one.pk) for one in Component.objects.standing().filter(request=request)]
    donor, url = enter("donor.donor_rep"), reverse("portal:pledge_to", args=[request.pk])
    form = {
        **carried(donor, url),
        "title": "If others come too",
        "amount": "1000.001",
        "currency": "KWD",
        "earmark_category": "3",
        "components": chosen,
        "condition": "Others sign for half of the rest.",
        "condition_basis": "share",
        "condition_figure": "0.5",
        "condition_on": "2027-06-30",
    }

    shown = words_of(donor.post(url, {**form, "review": "yes"}))
    half = donor.post(url, {**form, "condition_on": "", "confirm": "1", "quoted": "1000.001 KWD"})
    donor.post(url, {**form, "confirm": "yes", "quoted": "1000.001 KWD"})

    assert "KWD 884.957" in shown
    assert "KWD 115.044" in shown
    assert "Carpentry workshops in three prisons" in shown
    assert half.status_code == 422
    with speaking_as(SYSTEM):
        (pledge,) = Pledge.objects.all()
        assert {str(one.pk) for one in pledge.components.all()} == set(chosen)
    assert (pledge.condition_basis, pledge.condition_figure) == ("share", Decimal("0.5"))


def test_a_donor_gives_goods_for_a_line_and_sees_their_worth_first(world, enter):
    request = wanting_books(world)
    donor, url = enter("donor.donor_rep"), reverse("portal:need_in_kind", args=[request.pk])
    form = {
        **carried(donor, url),
        "kind": "goods",
        "item": str(line_of(request).pk),
        "quantity": "400",
        "title": "Schoolbooks",
        "value": "8000.00",
        "currency": "EUR",
    }

    shown = words_of(donor.post(url, {**form, "review": "yes"}))
    none = donor.post(url, {**form, "item": "", "confirm": "yes", "quoted": "8000.00 EUR"})
    first = donor.post(url, {**form, "confirm": "yes", "quoted": "8000.00 EUR"})
    second = donor.post(url, {**form, "confirm": "yes", "quoted": "8000.00 EUR"})

    assert "EUR 8,000.00" in shown
    assert "UN operational rate" in shown
    assert none.status_code == 422
    assert first.status_code == 302
    assert first.url == second.url
    with speaking_as(SYSTEM):
        (gift,) = InKindPledge.objects.all()
    assert (gift.state, gift.quantity, gift.unit) == ("draft", 400, "piece")
    assert "Schoolbooks" in words_of(donor.get(reverse("portal:pledges")))


def test_services_ask_for_no_line(world, enter):
    request = request_at(world, "funding_sought")
    donor, url = enter("donor.donor_rep"), reverse("portal:need_in_kind", args=[request.pk])

    answer = donor.post(
        url,
        {
            **carried(donor, url),
            "kind": "services",
            "quantity": "1",
            "title": "Two trainers",
            "value": "30000",
            "currency": "JPY",
            "confirm": "yes",
            "quoted": "30000 JPY",
        },
    )

    assert answer.status_code == 302
    assert enter("other_donor.donor_rep").get(answer.url).status_code == 404
