"""A note on paper becomes a request: one officer writes it down, a second compares and files it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ta_requests.models import Document, Request
from tests.factories.requests import PDF, draft
from tests.portal.browsing import carried, hidden, now_at, step, words_of
from tests.portal.test_drafting import WRITTEN, section
from tests.portal.test_pages import checked
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OFFICER, SECOND = "programme_officer", "programme_officer.2"
BEGIN = reverse("portal:begin", args=["request"])
TITLE = "Ateliers dans trois prisons"


def scan():
    return SimpleUploadedFile(PDF.name, PDF.content, content_type="application/pdf")


def form_for(world, client, **more):
    return {
        "key": hidden(client, BEGIN, "key"),
        "organisation": str(world.organisations["state"].pk),
        "title": TITLE,
        "language": "fr",
        **more,
    }


def written_down(world, client, **more):
    answer = client.post(BEGIN, form_for(world, client, **more))
    assert answer.status_code == 302, answer.content.decode()
    with speaking_as(SYSTEM):
        return Request.objects.get(title=TITLE)


def tasks_of(request):
    return reverse("portal:request_edit", args=[request.pk])


def papers_of(request):
    with speaking_as(SYSTEM):
        return [(one.kind, one.name) for one in Document.objects.filter(request=request)]


def write_everything(client, request):
    for key, given in WRITTEN.items():
        url = section(request, key)
        answer = client.post(url, {**carried(client, url), **given, "next": "yes"})
        assert answer.status_code == 302, answer.content.decode()


def test_a_note_is_written_down_once_with_its_scan(world, enter):
    officer = enter(OFFICER)
    form = form_for(world, officer)

    first = officer.post(BEGIN, {**form, "file": scan()})
    second = officer.post(BEGIN, {**form, "file": scan()})

    with speaking_as(SYSTEM):
        (made,) = Request.objects.all()
    assert (made.channel, made.state, made.language) == ("paper", "draft", "fr")
    assert made.organisation_id == world.organisations["state"].pk
    assert papers_of(made) == [("paper_note", PDF.name)]
    assert first.url == second.url == tasks_of(made)


def test_its_scan_comes_afterwards_and_a_second_officer_files_it(world, enter):
    officer, second = enter(OFFICER), enter(SECOND)
    request = written_down(world, officer)
    write_everything(officer, request)
    assert "Attach the scan of the paper note." in words_of(officer.get(tasks_of(request)))

    papers = reverse("portal:request_papers", args=[request.pk])
    sent = {**carried(officer, papers), "kind": "paper_note", "file": scan()}
    assert officer.post(papers, sent).url == papers

    assert "A second officer compares it" in words_of(officer.get(tasks_of(request)))
    url = step("request", request, "submit_transcribed")
    assert url in second.get(tasks_of(request)).content.decode()
    done = second.post(url, {**carried(second, url), "scan_verified": "on", "take": "yes"})
    assert done.status_code == 302, done.content.decode()
    assert now_at(request).state == "submitted"


def test_officers_find_where_to_begin_and_how_to_go_on(world, enter):
    officer, chief = enter(OFFICER), enter("section_chief")
    file = reverse("portal:request", args=[written_down(world, officer).pk])

    for page in (reverse("portal:desks"), reverse("portal:requests")):
        assert BEGIN in officer.get(page).content.decode()
        assert BEGIN not in chief.get(page).content.decode()
    assert "Go on writing" in words_of(officer.get(file))
    assert "Go on writing" not in words_of(chief.get(file))


def test_what_a_mission_wrote_itself_is_not_for_the_office_to_rewrite(world, enter):
    file = reverse("portal:request", args=[draft(world).pk])

    assert "Go on writing" not in words_of(enter(OFFICER).get(file))


@pytest.mark.parametrize(
    ("who", "status"),
    [("section_chief", 403), ("auditor", 404), ("state.ms_drafter", 404), ("donor.donor_rep", 404)],
)
def test_nobody_else_writes_a_note_down(world, enter, who, status):
    form = form_for(world, enter(OFFICER))

    assert enter(who).post(BEGIN, form).status_code == status
    with speaking_as(SYSTEM):
        assert not Request.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "x"},
        {"organisation": ""},
        {"title": ""},
        {"language": "xx"},
        {"file": SimpleUploadedFile("note.exe", b"MZ")},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, enter, wrong):
    officer = enter(OFFICER)

    answer = officer.post(BEGIN, form_for(world, officer, **wrong))

    assert answer.status_code == 422
    assert "field-wrong" in answer.content.decode()
    with speaking_as(SYSTEM):
        assert not Request.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_and_the_steps_stand_in_every_language(world, enter, language):
    officer = enter(OFFICER, language=language)
    request = written_down(world, officer, file=scan())

    form = officer.get(BEGIN)
    assert "field-wrong" not in form.content.decode()
    checked(form, language)
    checked(officer.get(tasks_of(request)), language)
