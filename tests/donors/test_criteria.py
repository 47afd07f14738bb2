"""Donors say what they look for; every need tells whether it matches, and why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import Invalid, NotAllowed, Stale
from donors.lifecycle.matching import Need, findings, matches
from donors.models import StandingCriteria
from donors.services.criteria import NOTHING, set_criteria
from tests.factories.criteria import criteria_of
from tests.factories.requests import request_at
from tests.http import Api
from tests.laboratory import CommittedDatabase
from tests.races.duels import PATIENCE
from tests.superuser import above_the_rules
from tests.world import BEGINNING, make_world
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.verification import every_fault

CRITERIA = "/api/v1/standing-criteria/"
NEED = Need(
    country="MDG",
    regions=frozenset({"014", "202", "002", "001"}),
    groups=frozenset({"LDC"}),
    themes=frozenset({"T2c", "T2"}),
    assistance_types=frozenset({"capacity_building"}),
    gross=Decimal(113_000),
)
CASES: tuple[tuple[dict[str, Any], dict[str, bool]], ...] = (
    ({}, {}),
    ({"countries": ["MDG", "JOR"]}, {"countries": True}),
    ({"countries": ["JOR"]}, {"countries": False}),
    ({"regions": ["002"]}, {"regions": True}),
    ({"regions": ["142"]}, {"regions": False}),
    ({"groups": ["LDC", "SIDS"]}, {"groups": True}),
    ({"groups": ["SIDS"]}, {"groups": False}),
    ({"themes": ["T2"]}, {"themes": True}),
    ({"themes": ["T2d"]}, {"themes": False}),
    ({"assistance_types": ["capacity_building"]}, {"assistance_types": True}),
    ({"assistance_types": ["legislative"]}, {"assistance_types": False}),
    ({"least_usd": Decimal(113_000)}, {"least_usd": True}),
    ({"least_usd": Decimal(113_001)}, {"least_usd": False}),
    ({"most_usd": Decimal(113_000)}, {"most_usd": True}),
    ({"most_usd": Decimal(1)}, {"most_usd": False}),
    ({"least_usd": Decimal(0)}, {"least_usd": True}),
    ({"themes": ["T2"], "groups": ["SIDS"]}, {"groups": False, "themes": True}),
)


@pytest.mark.parametrize(("asked", "expected"), CASES)
def test_each_criterion_is_held_against_a_need_with_a_reason(asked, expected):
    found = findings(SimpleNamespace(**{**NOTHING, **asked}), NEED)

    assert {one.criterion: one.met for one in found} == expected
    assert all(str(one.sentence) for one in found)
    assert matches(found) is (bool(expected) and all(expected.values()))


def test_a_need_without_costs_meets_no_price():
    uncosted = Need(
        country="MDG",
        regions=frozenset(),
        groups=frozenset(),
        themes=frozenset(),
        assistance_types=frozenset(),
        gross=None,
    )
    asked = SimpleNamespace(**{**NOTHING, "least_usd": Decimal(1), "most_usd": Decimal(9)})

    assert [one.met for one in findings(asked, uncosted)] == [False, False]


def test_criteria_are_written_whole_and_anew(world):
    first = criteria_of(world, themes=["T2", "T2"], least_usd=Decimal(10))
    second = criteria_of(world, "donor.donor_authority", groups=["LDC"])

    assert first.pk == second.pk
    assert (first.themes, first.version) == (["T2"], 1)
    assert (second.themes, second.groups, second.least_usd, second.version) == (
        [],
        ["LDC"],
        None,
        2,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"themes": ["T99"]},
        {"countries": ["XXX"]},
        {"groups": ["G77"]},
        {"least_usd": Decimal(-1)},
        {"most_usd": Decimal(0)},
        {"least_usd": Decimal(2), "most_usd": Decimal(1)},
    ],
)
def test_what_cannot_be_is_refused(world, wrong):
    with pytest.raises(Invalid):
        criteria_of(world, **wrong)
    with speaking_as(SYSTEM):
        assert not StandingCriteria.objects.exists()


@pytest.mark.parametrize("who", ["state.ms_authority", "cofinancing_officer", "auditor"])
def test_only_donors_have_criteria(world, who):
    with pytest.raises(NotAllowed):
        criteria_of(world, who, themes=["T2"])


def test_a_colleague_s_criteria_are_not_overwritten_unseen(world):
    criteria_of(world, themes=["T2"])
    name = "donor.donor_rep"
    for seen in (0, 7):
        with world.as_(name), pytest.raises(Stale):
            set_criteria(values={}, actor=world[name], now=BEGINNING, version=seen)


def test_the_database_keeps_them_to_their_donor(world):
    criteria_of(world, themes=["T2"])
    with world.as_("other_donor.donor_rep"):
        assert not StandingCriteria.objects.exists()
        assert not StandingCriteria.objects.update(note="Ours.")
    foreign = StandingCriteria(
        organisation=world.organisations["donor"], changed_at=BEGINNING, changed_by_id=SYSTEM_ID
    )
    with (
        pytest.raises(DatabaseError),
        world.as_("other_donor.donor_rep"),
        transaction.atomic(),
    ):
        foreign.save(force_insert=True)
    with world.as_("auditor"):
        assert StandingCriteria.objects.count() == 1


SYSTEM_ID = "00000000-0000-0000-0000-000000000001"


def test_the_database_refuses_an_impossible_price(world):
    kept = criteria_of(world, themes=["T2"])
    with (
        pytest.raises(IntegrityError, match="criteria_ask_for_a_possible_price"),
        speaking_as(SYSTEM),
        transaction.atomic(),
    ):
        StandingCriteria.objects.filter(pk=kept.pk).update(least_usd=2, most_usd=1)


def test_the_api_keeps_criteria_and_holds_the_needs_against_them(world):
    shown = request_at(world, "funding_sought")
    request_at(world, "assessed")
    donor = Api.of(world, "donor.donor_rep")

    made = donor.post(CRITERIA, {"themes": ["T2c"], "groups": ["LLDC"], "least_usd": "5.00"})
    stale = donor.post(CRITERIA, {"themes": ["T1"]}, version=9)
    wrong = donor.post(CRITERIA, {"themes": ["T99"]})
    here = f"{CRITERIA}{made.json['id']}/"
    told = donor.get(f"{here}needs/").json["needs"]

    assert made.status == 201, made.content
    assert made.json["groups"] == ["LLDC"]
    assert (stale.status, wrong.status) == (412, 422)
    assert [one["request"] for one in told] == [str(shown.pk)]
    assert told[0]["matches"] is False
    assert {one["criterion"]: one["met"] for one in told[0]["findings"]} == {
        "groups": False,
        "themes": True,
        "least_usd": True,
    }
    assert Api.of(world, "auditor").get(f"{here}needs/").json["needs"] == told
    assert Api.of(world, "other_donor.donor_rep").get(here).status == 404
    assert Api.of(world, "other_donor.donor_rep").get(f"{here}needs/").status == 404
    assert Api.of(world, "state.ms_authority").post(CRITERIA, {}).status == 403


def trail_of(criteria: StandingCriteria) -> list[Event]:
    with speaking_as(SYSTEM):
        return list(Event.objects.of(criteria.pk))


def test_what_changed_is_on_the_trail_and_the_chain_verifies(world):
    criteria_of(world, themes=["T2"], least_usd=Decimal("10.50"), note="Ask Mr. A.")
    criteria_of(
        world,
        "donor.donor_authority",
        themes=["T2", "T1"],
        least_usd=Decimal("10.5"),
        note="Ask B.",
    )
    criteria = criteria_of(world)

    events = trail_of(criteria)
    assert [(one.subject_type, one.seq, one.version, one.name, one.data) for one in events] == [
        (
            "standing_criteria",
            1,
            1,
            "set",
            {
                "themes": {"before": [], "after": ["T2"]},
                "least_usd": {"before": None, "after": "10.5"},
                "note": True,
            },
        ),
        (
            "standing_criteria",
            2,
            2,
            "change",
            {"themes": {"before": ["T2"], "after": ["T1", "T2"]}, "note": True},
        ),
        (
            "standing_criteria",
            3,
            3,
            "withdraw",
            {
                "themes": {"before": ["T1", "T2"], "after": []},
                "least_usd": {"before": "10.5", "after": None},
                "note": True,
            },
        ),
    ]
    rep, authority = world["donor.donor_rep"], world["donor.donor_authority"]
    assert [(one.actor_id, one.organisation_id, one.actor_role) for one in events] == [
        (rep.person_id, rep.organisation_id, "donor_rep"),
        (authority.person_id, rep.organisation_id, "donor_authority"),
        (rep.person_id, rep.organisation_id, "donor_rep"),
    ]
    assert {one.effective_at for one in events} == {BEGINNING}
    with speaking_as(SYSTEM):
        assert list(every_fault()) == []


def test_their_trail_is_the_donor_s_own_and_unodc_s(world):
    criteria = criteria_of(world, themes=["T2"])

    seen = {}
    for name in ("donor.donor_rep", "other_donor.donor_rep", "state.ms_authority", "auditor"):
        with world.as_(name):
            seen[name] = Event.objects.visible_to(world[name]).of(criteria.pk).count()
    assert seen == {
        "donor.donor_rep": 1,
        "other_donor.donor_rep": 0,
        "state.ms_authority": 0,
        "auditor": 1,
    }


def test_what_was_refused_is_not_remembered(world):
    criteria = criteria_of(world, themes=["T2"])

    with pytest.raises(Invalid):
        criteria_of(world, themes=["T99"])
    with world.as_("donor.donor_rep"), pytest.raises(Stale):
        set_criteria(values={}, actor=world["donor.donor_rep"], now=BEGINNING, version=7)

    assert [one.name for one in trail_of(criteria)] == ["set"]


def test_a_forged_trail_of_criteria_is_found(committed_db: CommittedDatabase) -> None:
    criteria = criteria_of(make_world(), themes=["T2"])
    with above_the_rules(committed_db.name) as superuser:
        superuser.execute(
            "UPDATE workflows_event SET data = '{}' WHERE subject_id = %s", [criteria.pk]
        )

    with speaking_as(SYSTEM):
        found = [(one.subject_type, one.subject_id, one.what) for one in every_fault()]
    assert found == [("standing_criteria", criteria.pk, "the event was altered")]


def test_the_database_lets_nobody_write_criteria_past_their_trail(world):
    kept = criteria_of(world, themes=["T2"])
    other = StandingCriteria(
        version=0,
        organisation=world.organisations["other_donor"],
        changed_at=BEGINNING,
        changed_by_id=SYSTEM_ID,
    )

    def change() -> None:
        StandingCriteria.objects.filter(pk=kept.pk).update(version=2, note="Unseen.")

    def begin() -> None:
        other.save(force_insert=True)

    for write in (change, begin):
        with pytest.raises(IntegrityError, match="were written without an event"):
            at_once(write)


def at_once(write: Callable[[], None]) -> None:
    """Write, and have the database judge it before the transaction ends."""
    with speaking_as(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        write()
        cursor.execute("SET CONSTRAINTS criteria_remembered IMMEDIATE")


def test_who_speaks_for_no_organisation_writes_none(world):
    with speaking_as(SYSTEM), pytest.raises(NotAllowed):
        set_criteria(values={}, actor=SYSTEM, now=BEGINNING)


def test_a_state_sees_no_donor_s_criteria(world):
    criteria_of(world, themes=["T2"])

    with world.as_("state.ms_authority"):
        seen = StandingCriteria.objects.visible_to(world["state.ms_authority"])
        assert not seen.exists()


def test_of_the_versions_one_would_accept_the_present_one_counts(world):
    donor = Api.of(world, "donor.donor_rep")
    donor.post(CRITERIA, {"themes": ["T1"]})

    accepted = donor.post(CRITERIA, {"themes": ["T2"]}, version='"7", "1"')
    refused = donor.post(CRITERIA, {"themes": ["T3"]}, version='"7", "8"')

    assert (accepted.status, refused.status) == (201, 412)


def test_of_two_colleagues_who_write_the_first_at_once_one_is_told(
    committed_db: CommittedDatabase,
) -> None:
    world, written, told = make_world(), threading.Event(), list[Exception]()

    def write(name: str) -> None:
        set_criteria(values={"themes": ["T2"]}, actor=world[name], now=BEGINNING)

    def second() -> None:
        written.wait(PATIENCE)
        try:
            with world.as_("donor.donor_authority"):
                write("donor.donor_authority")
        except Stale as refusal:
            told.append(refusal)
        finally:
            connection.close()

    colleague = threading.Thread(target=second)
    colleague.start()
    with world.as_("donor.donor_rep"):
        write("donor.donor_rep")
        written.set()
        wait_for_somebody_waiting(committed_db)
    colleague.join(PATIENCE)

    assert [type(one) for one in told] == [Stale]
    with speaking_as(SYSTEM):
        assert StandingCriteria.objects.get().version == 1


def wait_for_somebody_waiting(database: CommittedDatabase) -> None:
    """Return once a session of this database waits for what another holds."""
    until = time.monotonic() + PATIENCE
    with psycopg.connect(database.url, autocommit=True) as outside:
        while time.monotonic() < until:
            found = outside.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
            if found:
                return
    message = "nobody waited"
    raise TimeoutError(message)
