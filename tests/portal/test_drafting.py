"""A mission writes a request step by step, alone or together, with and without JavaScript."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.requests.sections import BY_KEY
from ta_requests.models import Document, Request
from tests.factories.requests import CONTENT, draft, request_at
from tests.portal.browsing import carried, events_of, hidden, now_at, step, words_of
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"
LINE = {
    "items-TOTAL_FORMS": "2",
    "items-INITIAL_FORMS": "0",
    "items-0-description": "Workbench",
    "items-0-quantity": "12",
    "items-0-unit": "piece",
}
WRITTEN = {
    "needs": {"needs": CONTENT["needs"]},
    "priorities": {"priorities": CONTENT["priorities"]},
    "challenges": {"challenges": CONTENT["challenges"]},
    "restrictions": {"restrictions": CONTENT["restrictions"]},
    "law": {"domestic_law_note": "Prison Act, section 12."},
    "themes": {"themes": ["T2c", "T3b"]},
    "types": {"assistance_types": ["capacity_building", "material_support"]},
    "items": LINE,
}


def section(request, key):
    return reverse("portal:request_section", args=[request.pk, key])


def save(request, key):
    return reverse("portal:request_save", args=[request.pk, key])


def begin(client, title="Workshops in three prisons"):
    url = reverse("portal:request_new")
    answer = client.post(url, {"title": title, "language": "en", "key": hidden(client, url, "key")})
    assert answer.status_code == 302, answer.content.decode()
    return now_at(Request(pk=UUID(answer.url.split("/")[2])))


def test_a_mission_files_a_request_from_the_first_line_to_the_submission(world, enter):
    drafter, authority = enter(DRAFTER), enter(AUTHORITY)
    request = begin(drafter)
    tasks = reverse("portal:request_edit", args=[request.pk])

    assert "The section on needs is empty." in words_of(drafter.get(tasks))
    for key, given in WRITTEN.items():
        url = section(request, key)
        answer = drafter.post(url, {**carried(drafter, url), **given, "next": "yes"})
        assert answer.status_code == 302, answer.content.decode()
    with speaking_as(SYSTEM):
        assert [item.description for item in request.items.all()] == ["Workbench"]
        assert set(request.themes.values_list("pk", flat=True)) == {"T2c", "T3b"}
    left = words_of(drafter.get(tasks))
    assert "Attach the note verbale" in left
    assert "is empty." not in left

    papers = reverse("portal:request_papers", args=[request.pk])
    note = SimpleUploadedFile("note.pdf", b"%PDF-1.7 a note", content_type="application/pdf")
    sent = {**carried(drafter, papers), "kind": "note_verbale", "file": note}
    assert drafter.post(papers, sent).url == papers
    assert "Only the authority of your mission submits" in words_of(drafter.get(tasks))

    url = step("request", request, "submit")
    shown = words_of(authority.get(url))
    assert "This is exactly what is sent" in shown
    assert all(CONTENT[name] in shown for name in ("needs", "priorities", "challenges"))
    assert "note.pdf" in shown
    done = authority.post(url, {**carried(authority, url), "take": "yes"})

    assert done.status_code == 302, done.content.decode()
    assert now_at(request).state == "submitted"
    assert drafter.get(tasks).status_code == 404


def test_a_request_begun_twice_is_begun_once(world, enter):
    drafter, url = enter(DRAFTER), reverse("portal:request_new")
    form = {"title": "Once", "language": "en", "key": hidden(drafter, url, "key")}

    first, second = drafter.post(url, form), drafter.post(url, form)

    assert first.url == second.url
    with speaking_as(SYSTEM):
        assert Request.objects.filter(title="Once").count() == 1


def test_two_people_in_different_sections_and_fields_lose_nothing(world, enter):
    request = draft(world)
    one, other = enter(DRAFTER), enter(AUTHORITY)
    url = section(request, "law")
    first, second = carried(one, url), carried(other, url)

    notes = {name: CONTENT.get(name, "") for name in BY_KEY["law"].fields}
    one.post(url, {**first, **notes, "domestic_law_note": "Section 12."})
    merged = other.post(url, {**second, **notes, "gender_note": "Women first."})

    assert merged.status_code == 302, merged.content.decode()
    assert now_at(request).domestic_law_note == "Section 12."
    assert now_at(request).gender_note == "Women first."


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_the_same_field_shows_both_texts_and_lets_the_person_choose(world, enter, choice, stays):
    request = draft(world)
    one, other = enter(DRAFTER), enter(AUTHORITY)
    url = section(request, "needs")
    late = carried(other, url)
    one.post(url, {**carried(one, url), "needs": "Theirs."})

    torn = other.post(url, {**late, "needs": "Mine."})
    text = words_of(torn)
    bases = dict(late, **{"base-needs": bases_in(torn)["needs"]})
    settled = other.post(url, {**bases, "needs": "Mine.", "choice-needs": choice})

    assert torn.status_code == 409
    assert "Mine." in text
    assert "Theirs." in text
    assert settled.status_code == 302
    assert now_at(request).needs == stays


def bases_in(answer):
    return dict(re.findall(r'name="base-(\w+)" value="(\w+)"', answer.content.decode()))


def test_autosave_saves_what_was_touched_and_nothing_else(world, enter):
    request = draft(world)
    drafter = enter(DRAFTER)
    bases = bases_in(drafter.get(section(request, "law")))

    answer = drafter.post(
        save(request, "law"), {"base-gender_note": bases["gender_note"], "gender_note": "Women."}
    )

    assert answer.status_code == 200
    told = answer.json()
    assert told["saved"] == ["gender_note"]
    assert told["conflicts"] == {}
    assert told["bases"]["gender_note"] != bases["gender_note"]
    assert now_at(request).gender_note == "Women."
    assert now_at(request).domestic_law_note == CONTENT["domestic_law_note"]


def test_autosave_hands_back_what_somebody_else_changed(world, enter):
    request = draft(world)
    one, other = enter(DRAFTER), enter(AUTHORITY)
    late = bases_in(other.get(section(request, "themes")))
    sent = {"base-themes": late["themes"]}
    one.post(save(request, "themes"), {**sent, "themes": ["T1"]})

    told = other.post(save(request, "themes"), {**sent, "themes": ["T4"]}).json()

    assert told["saved"] == []
    assert told["conflicts"]["themes"]["value"] == ["T1"]
    assert told["conflicts"]["themes"]["shown"].startswith("T1 ")
    knowingly = {"base-themes": told["bases"]["themes"], "themes": ["T4"]}
    assert other.post(save(request, "themes"), knowingly).json()["saved"] == ["themes"]


def test_lines_of_goods_are_saved_taken_out_and_given_back(world, enter):
    request = draft(world)
    drafter, url = enter(DRAFTER), section(request, "items")
    opened = carried(drafter, url)

    more = drafter.post(
        save(request, "items"),
        {
            **opened,
            **LINE,
            "items-1-description": "Vice",
            "items-1-quantity": "3",
            "items-1-unit": "piece",
        },
    )
    late = drafter.post(save(request, "items"), {**opened, **LINE, "items-0-quantity": "99"})
    page = carried(drafter, url)
    gone = drafter.post(
        url,
        {
            **page,
            "items-0-description": "Workbench",
            "items-0-quantity": "12",
            "items-0-unit": "piece",
            "items-1-description": "Vice",
            "items-1-quantity": "3",
            "items-1-unit": "piece",
            "items-1-DELETE": "on",
        },
    )

    assert more.json()["saved"] == ["items"], more.content
    assert "3 · piece · Vice" in late.json()["conflicts"]["items"]["shown"]
    assert gone.status_code == 302, gone.content.decode()
    with speaking_as(SYSTEM):
        assert [item.description for item in request.items.all()] == ["Workbench"]


def test_half_a_line_is_told_and_nothing_is_lost(world, enter):
    request = draft(world)
    drafter, url = enter(DRAFTER), section(request, "items")
    half = {**carried(drafter, url), **LINE, "items-1-description": "Vice"}

    told = drafter.post(save(request, "items"), half)
    page = drafter.post(url, half)

    assert told.status_code == page.status_code == 422
    assert "Quantity" in told.json()["errors"]["items"][0]
    assert 'value="Vice"' in page.content.decode()
    with speaking_as(SYSTEM):
        assert request.items.count() == 1


def test_a_title_is_needed_and_what_was_typed_stays(world, enter):
    request = draft(world)
    drafter, url = enter(DRAFTER), section(request, "subject")

    page = drafter.post(url, {**carried(drafter, url), "title": "", "language": "fr"})
    told = drafter.post(save(request, "subject"), {"base-title": "0" * 64, "title": ""})

    assert page.status_code == told.status_code == 422
    assert 'href="#id_title"' in page.content.decode()
    assert '<option value="fr" selected>' in page.content.decode()
    assert now_at(request).title == CONTENT["title"]


FORGED = ("foreign", "staff", "filed", "no_base", "csrf", "unknown")


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("address", [section, save])
def test_a_forged_save_changes_nothing(world, enter, how, address):
    request = request_at(world, "submitted" if how == "filed" else "draft")
    who = {"foreign": "other_state.ms_drafter", "staff": "programme_officer"}.get(how, DRAFTER)
    client = enter(who, enforce_csrf_checks=how == "csrf")
    before = (now_at(request).needs, now_at(request).version, events_of(request))
    base = {} if how == "no_base" else {"base-needs": "f" * 64}

    key = "nothing" if how == "unknown" else "needs"
    answer = client.post(address(request, key), {**base, "needs": "Mine now."})

    assert answer.status_code in {200, 403, 404, 409}, answer.content.decode()
    if answer.status_code == 200:
        assert answer.json()["saved"] == []
    assert (now_at(request).needs, now_at(request).version, events_of(request)) == before


def test_a_stale_base_of_ones_own_is_a_choice_too(world, enter):
    request = draft(world)
    drafter, url = enter(DRAFTER), section(request, "needs")
    form = carried(drafter, url)

    first = drafter.post(url, {**form, "needs": "First."})
    second = drafter.post(url, {**form, "needs": "Second."})

    assert first.status_code == 302
    assert second.status_code == 409
    assert now_at(request).needs == "First."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ", "Only PDF"),
        ("empty.pdf", b"", "The file is empty."),
        ("macro.pdf", b"%PDF-1.7 /JavaScript", "carries a program"),
    ],
)
def test_a_file_that_is_not_taken_says_why(world, enter, name, content, told):
    request = draft(world)
    drafter, url = enter(DRAFTER), reverse("portal:request_papers", args=[request.pk])
    sent = {"kind": "supporting", "file": SimpleUploadedFile(name, content)}

    answer = drafter.post(url, {**carried(drafter, url), **sent})

    assert answer.status_code == 422
    assert told in words_of(answer)
    with speaking_as(SYSTEM):
        assert not Document.objects.filter(request=request).exists()


def test_a_document_is_removed_while_it_was_not_filed(world, enter):
    request = draft(world)
    drafter, url = enter(DRAFTER), reverse("portal:request_papers", args=[request.pk])
    note = SimpleUploadedFile("note.pdf", b"%PDF-1.7 a note")
    drafter.post(url, {**carried(drafter, url), "kind": "supporting", "file": note})
    with speaking_as(SYSTEM):
        (kept,) = Document.objects.filter(request=request)
    remove = reverse("portal:document_remove", args=[request.pk, kept.pk])

    assert enter("other_state.ms_drafter").post(remove, {"version": 2}).status_code == 404
    assert drafter.post(remove, {"version": hidden(drafter, url, "version")}).url == url
    with speaking_as(SYSTEM):
        assert not Document.objects.filter(request=request).exists()


def test_an_empty_draft_shows_each_step_and_what_it_lacks(world, enter):
    request = begin(enter(DRAFTER), "Only a title")
    authority = enter(AUTHORITY)

    tasks = words_of(authority.get(reverse("portal:request_edit", args=[request.pk])))
    file = words_of(authority.get(reverse("portal:request", args=[request.pk])))

    assert "Choose at least one theme of the resolution." in tasks
    assert "Something is still missing" in tasks
    assert "Not possible yet" in file
