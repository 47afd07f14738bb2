"""What everyone may see: the process, the proof of a record, and errors that help."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories.requests import request_at
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as


def fingerprint_of(request):
    with speaking_as(SYSTEM):
        return Event.objects.filter(subject_id=request.pk, name="submit").get().hash


def test_whoever_holds_a_fingerprint_learns_that_the_record_is_genuine_and_nothing_else(
    world, enter
):
    request = request_at(world, "submitted")

    answer = enter().get("/verify/", {"fingerprint": fingerprint_of(request).upper()})

    text = answer.content.decode()
    assert "its chain is whole" in text
    assert request.reference not in text
    assert "Madagascar" not in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("0" * 64, "There is no record with this fingerprint"),
        ("abc", "64 characters"),
        ("'; DROP TABLE", "64 characters"),
        ("", "required"),
    ],
)
def test_an_unknown_or_unreadable_fingerprint_is_answered_kindly(world, enter, given, said):
    answer = enter().get("/verify/", {"fingerprint": given})

    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_nul_byte_in_an_address_or_form_is_no_error_of_ours(world, enter):
    assert enter().get("/verify/", {"fingerprint": "\0" * 64}).status_code in {200, 400}
    assert enter().post("/sign-in/", {"email": "a\0@b.example", "password": "\0"}).status_code < 500
    assert enter("auditor").get("/requests/", {"q": "\0", "page": "9" * 40}).status_code < 500


def test_the_process_is_told_with_the_figures_of_the_office(world, enter):
    text = enter().get("/how-it-works/").content.decode()

    assert "90 days" in text
    assert "5 working days" in text
    assert "20 working days" in text


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans", "fr", "ru", "es"])
def test_an_unknown_address_is_answered_in_the_look_of_the_portal(enter, world, language):
    answer = enter(language=language).get("/nothing/here/")

    text = answer.content.decode()
    assert answer.status_code == 404
    assert "not_found" in text
    assert 'class="masthead"' in text


def test_an_error_nobody_foresaw_changes_nothing_and_asks_the_database_nothing(
    world, enter, monkeypatch
):
    def broken(*_args, **_kwargs):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("portal.home.waiting_for", broken)

    answer = enter("auditor").get(reverse("portal:home"))

    text = answer.content.decode()
    assert answer.status_code == 500
    assert "internal_error" in text
    assert "unforeseen" not in text
    assert "Sign out" not in text
    assert connection.is_usable()
