"""What a draft may say, who writes it, and what becomes of its files."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from common.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from ta_requests.choices.request import DocumentKind
from ta_requests.models import Document, Request
from ta_requests.services import documents, drafting
from ta_requests.services.documents import Upload
from ta_requests.services.file_inspection import LARGEST
from tests.factories.requests import CONTENT, PDF, again, draft, request_at, story_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING

NOW = BEGINNING
DRAFTER = "state.ms_drafter"
WRONG = (
    ({"title": ""}, "invalid_text"),
    ({"title": "x" * 301}, "invalid_text"),
    ({"title": 5}, "invalid_text"),
    ({"needs": "a\0b"}, "invalid_text"),
    ({"language": "tlh"}, "invalid_text"),
    ({"state": "funded"}, "unknown_field"),
    ({"themes": ["T99"]}, "unknown_code"),
    ({"instruments": ["A/RES/1"]}, "unknown_code"),
    ({"items": [{"description": "Bed", "quantity": "0", "unit": "piece"}]}, "invalid_item"),
    ({"items": [{"description": "Bed", "quantity": "many", "unit": "piece"}]}, "invalid_item"),
    ({"items": [{"description": "Bed", "quantity": "NaN", "unit": "piece"}]}, "invalid_item"),
    ({"items": [{"description": "", "quantity": "1", "unit": "piece"}]}, "invalid_item"),
    ({"items": [{"description": "Bed", "quantity": "1", "unit": "p"}] * 501}, "too_many_items"),
)


def revise(world, name, request, content, **more):
    with world.as_(name):
        return drafting.revise(pk=request.pk, actor=world[name], now=NOW, content=content, **more)


def delete_row(table, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])  # noqa: S608 - our own tables


def attach(world, name, request, kind="supporting", upload=PDF):
    with world.as_(name):
        return documents.attach(pk=request.pk, actor=world[name], now=NOW, kind=kind, upload=upload)


@pytest.mark.parametrize(("content", "code"), WRONG)
def test_what_cannot_be_accepted_changes_nothing(world, content, code):
    request = draft(world)

    with refused(Invalid, code):
        revise(world, DRAFTER, request, content)
    assert again(world, request.pk).version == request.version


@pytest.mark.parametrize(
    "name", ["state.ms_authority", "state.donor_rep", "donor.donor_rep", "section_chief"]
)
def test_only_a_drafter_of_a_state_begins_a_request(world, name):
    with pytest.raises(NotAllowed):
        draft(world, by=name)


def test_a_note_is_transcribed_by_an_officer_for_a_state(world):
    officer = world["programme_officer"]
    given = {"now": NOW, "content": CONTENT, "scan": PDF}

    with world.as_("programme_officer"), refused(Invalid, "no_such_state"):
        drafting.transcribe(actor=officer, organisation_id=uuid4(), **given)
    state = world.organisations["state"].pk
    with world.as_("section_chief"), pytest.raises(NotAllowed):
        drafting.transcribe(actor=world["section_chief"], organisation_id=state, **given)


def test_rewriting_grows_the_version_and_wants_the_latest(world):
    request = draft(world)

    revised = revise(world, "state.ms_authority", request, {"themes": ["T4"]}, version=1)

    assert revised.version == 2
    with world.as_(DRAFTER):
        assert [theme.pk for theme in revised.themes.all()] == ["T4"]
        assert [str(item) for item in revised.items.all()] == ["12.00 piece Workbench"]
    with pytest.raises(Stale):
        revise(world, DRAFTER, request, {"title": "Late"}, version=1)


def test_only_its_own_authors_rewrite_it(world):
    request = draft(world)

    with refused(NotAllowed):
        revise(world, "programme_officer", request, {"title": "Ours"})
    with pytest.raises(NotFound):
        revise(world, "other_state.ms_drafter", request, {"title": "Ours"})


@pytest.mark.parametrize("state", ["submitted", "returned", "acknowledged", "funding_sought"])
def test_what_was_filed_stays(world, state):
    request = request_at(world, state)

    with refused(Refused, "not_editable"):
        revise(world, DRAFTER, request, {"title": "Better"})
    with world.as_("system"):
        with refused_by_database("request_filed"):
            Request.objects.filter(pk=request.pk).update(needs="More")
        with refused_by_database("request_filed"):
            request.themes.set([])
        with refused_by_database("request_filed"):
            request.items.all().update(quantity=1)
        with refused_by_database("request_filed"):
            Request.objects.filter(pk=request.pk).update(reference="TA-2026-00001")


def test_a_request_is_never_removed(world):
    request = draft(world, content={"title": "A title is enough"})

    with world.as_("system"):
        request.turns.all().delete()
        with refused_by_database("request_filed"):
            delete_row("ta_requests_request", request.pk)


def test_a_file_is_kept_under_a_name_of_ours_with_its_digest(world):
    request = draft(world)

    document = attach(
        world, DRAFTER, request, upload=Upload(name="C:\\notes\\../a note.PDF", content=PDF.content)
    )

    assert (document.name, str(document)) == ("a note.PDF", "a note.PDF")
    assert document.file.name == f"requests/{request.pk}/{document.pk}"
    assert document.sha256 == hashlib.sha256(PDF.content).hexdigest()
    assert (document.media_type, document.size) == ("application/pdf", len(PDF.content))
    with default_storage.open(document.file.name) as kept:
        assert kept.read() == PDF.content
    assert again(world, request.pk).version == 2


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Upload(name="a.pdf", content=b""), "file_empty"),
        (Upload(name="a.pdf", content=b"%PDF-" + b"0" * LARGEST), "file_too_large"),
        (Upload(name="a.pdf", content=b"MZ an executable"), "file_type"),
        (Upload(name="a.exe", content=b"%PDF-"), "file_type"),
        (Upload(name="noending", content=b"%PDF-"), "file_type"),
    ],
)
def test_a_file_we_do_not_take(world, upload, code):
    request = draft(world)

    with refused(Invalid, code):
        attach(world, DRAFTER, request, upload=upload)


def test_kinds_have_their_time_and_their_people(world):
    request = request_at(world, "submitted")

    with refused(Invalid, "unknown_kind"):
        attach(world, DRAFTER, request, kind="secret")
    with refused(Refused, "not_editable"):
        attach(world, DRAFTER, request, kind=DocumentKind.NOTE_VERBALE)
    with pytest.raises(NotAllowed):
        attach(world, "treasury_officer", request)
    assert attach(world, "programme_officer", request, kind="work_plan").kind == "work_plan"

    ended = request_at(world, "withdrawn")
    with refused(Refused, "ended"):
        attach(world, DRAFTER, ended)


def test_a_file_is_removed_only_while_it_was_not_filed(world, django_capture_on_commit_callbacks):
    story = story_at(world, "info_requested")
    with world.as_("auditor"):
        filed = Document.objects.get(request_id=story.pk)
    fresh = attach(world, DRAFTER, story.request)

    def detach(document_id):
        with world.as_(DRAFTER):
            documents.detach(pk=story.pk, document_id=document_id, actor=world[DRAFTER], now=NOW)

    with refused(Invalid, "document_filed"):
        detach(filed.pk)
    with pytest.raises(NotFound):
        detach(uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        detach(fresh.pk)
    assert not default_storage.exists(fresh.file.name)
    with world.as_("system"), refused_by_database("document_filed"):
        delete_row("ta_requests_document", filed.pk)
    with world.as_("system"), refused_by_database("document_filed"):
        Document.objects.filter(pk=filed.pk).update(name="other.pdf")
