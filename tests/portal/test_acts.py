"""What is done through pages is done by the services: once, by the right person, or not at all."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from donors.models import Pledge
from ta_requests.models import Circulation, Document, Request
from tests.factories.pledges import pledge_at
from tests.factories.requests import CONTENT, request_at
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

TEXTS = {name: value for name, value in CONTENT.items() if name != "items"}
LINES = {
    "items-TOTAL_FORMS": "2",
    "items-INITIAL_FORMS": "0",
    "items-0-description": "Workbench",
    "items-0-quantity": "12",
    "items-0-unit": "piece",
}


def hidden(client, url, name):
    """Return the value of a hidden field of a page."""
    text = client.get(url).content.decode()
    return re.findall(rf'name="{name}" value="([^"]*)"', text)[0]


def carried(client, url):
    """Return the hidden fields a form carries."""
    return {name: hidden(client, url, name) for name in ("version", "key")}


def step(key, subject, name):
    return reverse("portal:step", args=[key, subject.pk, name])


def now_at(subject):
    with speaking_as(SYSTEM):
        return type(subject).objects.get(pk=subject.pk)


def events_of(subject):
    with speaking_as(SYSTEM):
        return Event.objects.filter(subject_id=subject.pk).count()


def test_a_mission_files_a_request_from_the_first_line_to_the_submission(world, enter):
    drafter, authority = enter("state.ms_drafter"), enter("state.ms_authority")

    begun = drafter.post(reverse("portal:request_new"), {**TEXTS, **LINES})

    assert begun.status_code == 302, begun.content.decode()
    page = begun.url
    request = now_at(Request(pk=UUID(page.split("/")[-2])))
    with speaking_as(SYSTEM):
        assert request.title == CONTENT["title"]
        assert [item.description for item in request.items.all()] == ["Workbench"]
        assert set(request.themes.values_list("pk", flat=True)) == {"T2c", "T3b"}

    edit = reverse("portal:request_edit", args=[request.pk])
    changed = {
        **TEXTS,
        **LINES,
        "items-INITIAL_FORMS": "1",
        "title": "A better title",
        "version": hidden(drafter, edit, "version"),
    }
    assert drafter.post(edit, changed).status_code == 302

    attach = reverse("portal:document_attach", args=[request.pk])
    note = SimpleUploadedFile("note.pdf", b"%PDF-1.7 a note", content_type="application/pdf")
    version = now_at(request).version
    assert (
        drafter.post(attach, {"kind": "note_verbale", "file": note, "version": version}).url == page
    )

    url = step("request", request, "submit")
    shown = authority.get(url).content.decode()
    assert "A better title" in shown, shown[shown.find("<h1") :]
    assert "People leave prison without a trade." in shown
    assert "note.pdf" in shown
    done = authority.post(url, {**carried(authority, url), "take": "yes"})

    assert done.url == page
    assert now_at(request).state == "submitted"
    assert "TA-" in authority.get(page).content.decode()


def test_what_is_missing_is_said_on_the_page_of_the_request(world, enter):
    drafter, authority = enter("state.ms_drafter"), enter("state.ms_authority")
    page = drafter.post(
        reverse("portal:request_new"),
        {"title": "Only a title", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
    ).url

    text = authority.get(page).content.decode()

    assert "Not possible yet" in text
    assert "Submit" in text


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


def test_a_state_objects_with_one_click_and_a_reason(world, enter):
    request = request_at(world, "noticed")
    with speaking_as(SYSTEM):
        round_ = Circulation.objects.get(request=request)
    authority = enter("state.ms_authority")
    page = authority.get(reverse("portal:request", args=[request.pk])).content.decode()
    url = step("circulation", round_, "object")

    assert url in page
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
    assert "USD 1,000,000.00" in text
    assert "USD 130,000.00" in text
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


def test_a_draft_of_another_mission_is_neither_read_nor_written(world, enter):
    request = request_at(world, "draft")
    stranger = enter("other_state.ms_drafter")
    edit = reverse("portal:request_edit", args=[request.pk])
    attach = reverse("portal:document_attach", args=[request.pk])

    answers = [
        stranger.get(edit),
        stranger.post(edit, {**TEXTS, **LINES, "title": "Mine now", "version": request.version}),
        stranger.post(attach, {"kind": "note_verbale", "version": request.version}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert now_at(request).title == CONTENT["title"]


def test_a_stale_draft_is_not_overwritten(world, enter):
    request = request_at(world, "draft")
    drafter, edit = enter("state.ms_drafter"), reverse("portal:request_edit", args=[request.pk])
    form = {**TEXTS, **LINES, "version": hidden(drafter, edit, "version")}

    first = drafter.post(edit, {**form, "title": "First"})
    second = drafter.post(edit, {**form, "title": "Second"})

    assert first.status_code == 302
    assert second.status_code == 422
    assert "Someone changed this" in second.content.decode()
    assert now_at(request).title == "First"


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
