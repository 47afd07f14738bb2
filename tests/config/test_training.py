"""The training pipeline: complete, true to the rules, safe to repeat, and kept out of real life."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from config.training import seeding
from config.training.cases.arriving import begun, sent_back
from config.training.moments import EARLIEST, beginning, today_of
from config.training.programme import CASES
from config.training.roster import ADMINISTRATORS, PLACES
from config.training.second_factor import code_at, code_for, training_key, who_has_one
from config.training.seeding import Seeded, TrainingRefused, seed
from config.training.telling import Case
from donors.models import Pledge
from ta_requests.models import Request
from tests.entering import let_in
from tests.factories.adjustments import drift
from tests.laboratory import Laboratory, pointed_at
from tests.portal.browsing import words_of
from tests.reporting.iati_checks import activities_in
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import Machine, machines
from workflows.verification import every_fault

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
OURS = ("ta_requests.models", "donors.models")


@pytest.fixture(scope="module")
def training(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[Seeded]:
    """Seed one database for all tests of this file; commits are real in it."""
    with django_db_blocker.unblock():
        name = laboratory.clone()
        with pointed_at(name):
            yield seed(now=NOW)
        laboratory.drop(name)


def _ours() -> list[Machine]:
    return [known for known in machines() if known.model.__module__.startswith(OURS)]


def _states(machine: Machine) -> set[str]:
    """Return every state the declared moves of a machine lead from or to."""
    moves = [move for by_source in machine.moves.values() for move in by_source.items()]
    return {source for source, _ in moves} | {move.target for _, move in moves if move.target}


def test_every_state_of_every_machine_is_there(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        missing = {
            machine.key: _states(machine)
            - set(machine.model._default_manager.values_list("state", flat=True))
            for machine in _ours()
        }

    assert len(missing) == 17
    assert {key: states for key, states in missing.items() if states} == {}


def test_the_trail_of_the_training_verifies(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        assert list(every_fault()) == []


def test_the_books_of_the_training_verify(training: Seeded) -> None:
    assert drift() == []


def test_a_second_run_changes_nothing(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        before = (Event.objects.count(), User.objects.count())

    again = seed(now=NOW)

    assert training == Seeded(told=len(CASES), found=0)
    assert again == Seeded(told=0, found=len(CASES))
    with speaking_as(SYSTEM):
        assert (Event.objects.count(), User.objects.count()) == before


def test_donors_publish_what_they_gave_for_public_requests(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        named = Pledge.objects.public().filter(request__consent_class="public")
        pledges = {one.organisation.display_name: one for one in named.order_by("created_at")}
        auditor = User.objects.get(email="auditor@training.example")
    visitor, desk = Client(), Client()
    let_in(desk, auditor)

    export = b"".join(visitor.get(reverse("portal:iati_activities")))
    told = {
        (
            move.findtext("provider-org/narrative"),
            move.find("transaction-type").get("code"),
            move.find("value").get("currency"),
            Decimal(move.findtext("value")),
        )
        for activity in activities_in(export)
        for move in activity.findall("transaction")
    }
    pages = [desk.get(reverse("portal:pledge", args=[one.pk])) for one in pledges.values()]

    assert sorted(pledges) == ["Japan", "Training Union of States"]
    assert {one for one in told if one[0]} == {
        ("Training Union of States", "13", "EUR", Decimal(160000)),
        ("Training Union of States", "11", "EUR", Decimal(160000)),
        ("Training Union of States", "1", "EUR", Decimal(80000)),
        ("Japan", "13", "JPY", Decimal(15000000)),
    }
    assert all("Public since" in words_of(page) for page in pages)


def test_requests_come_in_all_six_languages(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        languages = set(Request.objects.values_list("language", flat=True))

    assert languages == {"ar", "zh-hans", "en", "fr", "ru", "es"}


def test_nothing_is_told_to_have_happened_after_today(training: Seeded) -> None:
    with speaking_as(SYSTEM):
        last = Event.objects.latest("effective_at").effective_at

    assert last <= today_of(beginning(NOW))


def test_the_sign_ins_name_every_role_and_open_the_door(training: Seeded) -> None:
    said = _said("sign_ins")

    addresses = [line.split()[1] for line in said.splitlines() if "@" in line]
    with speaking_as(SYSTEM):
        people = list(User.objects.filter(email__in=addresses))
    password = said.splitlines()[1].split()[2]
    assert len(people) == len(addresses) == 23
    assert all(person.check_password(password) for person in people)
    assert all(place.key in said for place in PLACES)


def test_staff_sign_in_with_the_code_that_is_printed_and_others_without(training: Seeded) -> None:
    rows = [line.split() for line in _said("sign_ins").splitlines() if "@" in line]
    printed = {row[1]: row[3] for row in rows if row[3].isdigit()}

    assert len(printed) == 19
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in printed.values())
    with speaking_as(SYSTEM):
        chief = User.objects.get(email="section_chief@training.example")
        (app,) = Authenticator.objects.filter(user=chief)
        kept = get_adapter().decrypt(app.data["secret"])
        count = Authenticator.objects.count()
    assert kept == training_key()
    assert count == len(who_has_one()) == 19


HERE = {"TARA_MODE": "local", "PUBLIC_URL": "http://127.0.0.1:8000/"}
ASKED = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
CHIEF = "section_chief@training.example"


@pytest.mark.parametrize(
    ("life", "asked", "email", "shown"),
    [
        ({}, {}, CHIEF, True),
        ({"TARA_MODE": "production"}, {}, CHIEF, False),
        ({"TARA_MODE": "test"}, {}, CHIEF, False),
        ({"PUBLIC_URL": "https://tara.example/"}, {}, CHIEF, False),
        ({}, {"REMOTE_ADDR": "10.0.0.7"}, CHIEF, False),
        ({}, {"HTTP_HOST": "tara.example"}, CHIEF, False),
        ({}, {}, "somebody@un.test", False),
        ({}, {}, "norway.donor_rep@training.example", False),
    ],
)
def test_the_page_shows_a_code_on_this_machine_to_the_training_only(
    life: dict[str, str], asked: dict[str, str], email: str, shown: bool, settings: Settings
) -> None:
    for name, value in {**HERE, **life}.items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["localhost", "tara.example"]
    request = RequestFactory().get("/sign-in/code/")
    request.META.update({**ASKED, **asked})

    code = code_for(request, User(email=email))

    assert bool(code) is shown


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1: the last six of its eight digits."""
    key = base64.b32encode(b"12345678901234567890").decode()

    told = [code_at(key, moment) for moment in (59, 1111111109, 1234567890, 20000000000)]

    assert told == ["287082", "081804", "005924", "353130"]


def test_the_command_says_what_it_did(training: Seeded) -> None:
    assert _said("seed_demo") == f"0 cases told, {len(CASES)} were here already.\n"


def _said(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_no_two_cases_begin_on_the_same_day() -> None:
    assert len({case.ago for case in CASES}) == len(CASES)


def test_today_is_never_before_the_rates_we_carry() -> None:
    assert today_of(beginning(datetime(2025, 1, 1, tzinfo=UTC))) == EARLIEST
    assert today_of(beginning(NOW)) == NOW


@pytest.mark.django_db
def test_an_interrupted_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*told: Any) -> None:
        sent_back(*told)
        raise KeyboardInterrupt

    monkeypatch.setattr(seeding, "CASES", (Case(6, begun), Case(21, interrupted)))
    with pytest.raises(KeyboardInterrupt):
        seed(now=NOW)
    monkeypatch.setattr(seeding, "CASES", (Case(6, begun), Case(21, sent_back)))

    assert seed(now=NOW) == Seeded(told=1, found=1)
    with speaking_as(SYSTEM):
        assert sorted(Request.objects.values_list("state", flat=True)) == ["draft", "returned"]


@pytest.mark.django_db
def test_people_who_are_real_are_left_alone() -> None:
    with speaking_as(SYSTEM):
        User.objects.create_user("somebody@un.test", "a phrase", name="Somebody")

    with pytest.raises(TrainingRefused, match="not of the training"):
        seed(now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["seed_demo", "sign_ins"])
def test_production_knows_no_training(command: str, settings: Settings) -> None:
    settings.TARA_MODE = "production"

    with pytest.raises(CommandError, match="production"):
        call_command(command)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["https://tara.example/", "http://10.0.0.7:8000/", "http://[2001:db8::1]/"]
)
def test_sign_ins_are_not_shown_where_others_may_look(url: str, settings: Settings) -> None:
    settings.PUBLIC_URL = url

    with pytest.raises(CommandError, match="this machine alone"):
        call_command("sign_ins")


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://localhost:8000/", "http://127.0.0.1/", "http://[::1]/"])
def test_there_are_no_sign_ins_without_a_training(url: str, settings: Settings) -> None:
    settings.PUBLIC_URL = url

    with pytest.raises(CommandError, match="run seed_demo first"):
        call_command("sign_ins")


def test_two_administrators_are_appointed() -> None:
    assert len(set(ADMINISTRATORS)) == 2
