"""The office is reminded once, and in time, that a clearance runs out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from common.errors import Refused
from donors.models import DueDiligence
from donors.models.pledge_facts import donor_cleared
from donors.services import clocks, examination
from tests.factories.allotments import events_of, read
from tests.factories.pledges import promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
LAST = BEGINNING + timedelta(days=200)


def examined(world: World, until: int = 200, *, days: int = 0) -> UUID:
    """Return a clearance of a foundation that is valid for some days."""
    owner, officer = world["cofinancing_officer"], world["due_diligence_officer"]
    now = BEGINNING + timedelta(days=days)
    donor = world.organisations["foundation"].pk
    with speaking_as(owner):
        pk = examination.open_due_diligence(organisation_id=donor, actor=owner, now=now).pk
    with speaking_as(officer):
        examination.clear(
            pk=pk,
            actor=officer,
            now=now,
            findings="Nothing against it.",
            valid_until=(BEGINNING + timedelta(days=until)).date(),
        )
    return pk


def near(days_before: int) -> int:
    return clocks.advance(now=LAST - timedelta(days=days_before))["clearances_near"]


def test_it_is_reminded_of_once_before_its_last_day(world: World) -> None:
    pk = examined(world)

    assert [near(days) for days in (61, 60, 59, 0)] == [0, 1, 0, 0]
    assert read(DueDiligence, pk).reminded_at == LAST - timedelta(days=60)
    assert [event.name for event in events_of(pk)] == ["create", "clear", "remind"]


def test_a_scheduler_that_was_away_reminds_on_the_last_day_and_not_after(world: World) -> None:
    first = examined(world)
    assert near(0) == 1

    second = examined(world, 400, days=201)

    after = clocks.advance(now=LAST + timedelta(days=1))
    assert (after["clearances_near"], after["clearances_expired"]) == (0, 1)
    assert (read(DueDiligence, first).state, read(DueDiligence, second).state) == (
        "expired",
        "cleared",
    )


def test_nobody_is_reminded_of_what_is_being_examined_or_was_examined_anew(world: World) -> None:
    first = examined(world)
    owner = world["cofinancing_officer"]
    with speaking_as(owner):
        donor = world.organisations["foundation"].pk
        again = examination.open_due_diligence(organisation_id=donor, actor=owner, now=BEGINNING).pk
    assert near(30) == 0
    officer = world["due_diligence_officer"]
    with speaking_as(officer):
        examination.clear(
            pk=again,
            actor=officer,
            now=BEGINNING,
            findings="Nothing.",
            valid_until=(LAST + timedelta(days=365)).date(),
        )

    assert near(30) == 0
    assert read(DueDiligence, first).reminded_at is None


@pytest.mark.parametrize("days_before", [61, -1])
def test_it_is_not_reminded_of_at_another_time(world: World, days_before: int) -> None:
    pk = examined(world)

    with speaking_as(SYSTEM), pytest.raises(Refused) as refusal:
        examination.remind(pk=pk, actor=SYSTEM, now=LAST - timedelta(days=days_before))

    assert refusal.value.stable_code == "no_reminder_due"


def test_a_pending_examination_is_no_clearance(world: World) -> None:
    promise_at(world, "due_diligence", donor="foundation")

    assert near(0) == 0


@pytest.mark.parametrize(("house", "cleared"), [("state", True), ("foundation", False)])
def test_only_who_must_be_examined_needs_a_clearance(
    world: World, house: str, cleared: bool
) -> None:
    donor = world.organisations[house]
    with speaking_as(SYSTEM):
        assert donor_cleared(donor, BEGINNING.date(), owner_id=None) is cleared
