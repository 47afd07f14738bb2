"""What everyone may see: the process, the proof of a record, and errors that help."""

from __future__ import annotations

import re

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
    assert f'<bdi dir="ltr">{fingerprint_of(request)}</bdi>' in text
    assert request.reference not in text
    assert "Madagascar" not in text


def test_a_moment_told_in_utc_is_told_in_utc_wherever_one_lives(world, enter):
    request = request_at(world, "submitted")
    person = world.user("state.ms_authority")
    told = []
    for zone in ("UTC", "Indian/Antananarivo"):
        with speaking_as(SYSTEM):
            type(person).objects.filter(pk=person.pk).update(time_zone=zone)
        answer = enter("state.ms_authority").get(
            "/verify/", {"fingerprint": fingerprint_of(request)}
        )
        told.append(re.findall(r"written on ([^(]+)\(UTC\)", answer.content.decode()))

    assert told[0] == told[1] != []


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


@pytest.mark.parametrize("who", ["", "other_state.ms_authority", "other_donor.donor_rep"])
def test_everyone_reads_a_request_whose_state_agreed_to_it_and_no_other(world, enter, who):
    shown = request_at(world, "funding_sought", consent_class="public")
    hidden = request_at(world, "funding_sought")
    client = enter(who)

    listed = client.get("/open-needs/").content.decode()
    told = client.get(f"/published/{shown.pk}/")

    assert shown.reference in listed
    assert hidden.reference not in listed
    assert "People leave prison without a trade." in told.content.decode()
    assert "Programme support" in told.content.decode()
    assert client.get(f"/published/{hidden.pk}/").status_code == 404


def test_the_file_for_iati_names_what_everyone_may_read_and_nothing_else(world, enter):
    hidden = request_at(world, "funding_sought")
    assert enter().get(reverse("portal:iati_activities")).status_code == 404

    shown = request_at(world, "funding_sought", consent_class="public")
    told = b"".join(enter().get(reverse("portal:iati_activities")).streaming_content).decode()

    assert str(shown.reference) in told
    assert str(hidden.reference) not in told


def test_what_was_delivered_is_told_with_what_the_state_accepted(world, enter):
    shown = request_at(world, "completed", consent_class="public")
    hidden = request_at(world, "completed")

    text = enter().get("/results/").content.decode()

    assert shown.reference in text
    assert hidden.reference not in text
    assert enter().get(reverse("portal:published", args=[shown.pk])).status_code == 200


def test_the_figures_leave_small_cells_out(world, enter):
    request_at(world, "funding_sought", consent_class="public")

    text = enter().get("/figures/").content.decode()

    assert "fewer than 3 requests" in text
    assert "not told" in text
    assert text.count("<svg") == text.count("<title id=")


def test_the_overview_is_for_those_who_read_across_requests(world, enter):
    assert enter("auditor").get("/overview/").status_code == 200
    assert enter("state.ms_authority").get("/overview/").status_code == 404
