"""The races can be lost: with the lock away both win, and then the database still refuses one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError
from psycopg import sql

from common.errors import Stale, StateMoved
from tests.factories.requests import story_at
from tests.laboratory import CommittedDatabase
from tests.races.duels import Call, Duel, Ring, fight, overlapped
from tests.races.gallery import REQUEST, Scene
from tests.workflows.conftest import Counter
from tests.world import make_world
from workflows import engine
from workflows.actors import Actor
from workflows.moves import Requirement
from workflows.registry import Machine

RACES = 40


def _read_without_lock(machine: Machine, *, pk: UUID, actor: Actor) -> Any:
    return machine.model.objects.visible_to(actor).get(pk=pk)


def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "lock", _read_without_lock)


def _without_triggers(database: CommittedDatabase, table: str) -> None:
    """Let the owner switch the second wall off: every trigger that is ours."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))


def _parcels(*, versioned: bool = False) -> list[tuple[Call, Call]]:
    """Return calls that deliver a parcel while its sender recalls it."""
    counter = Counter(make_world())
    calls: list[tuple[Call, Call]] = []
    for _ in range(RACES):
        parcel = counter.sent()
        version = parcel.version if versioned else None

        def deliver(parcel: Any = parcel, version: int | None = version) -> Any:
            return counter.act(parcel, "deliver", by="treasury_officer", version=version)

        def recall(parcel: Any = parcel, version: int | None = version) -> Any:
            return counter.act(
                parcel, "recall", by="state.ms_authority", version=version, reason="Stop."
            )

        calls.append((deliver, recall))
    return calls


def _both_won(duels: list[Duel]) -> int:
    return sum(all(side.won for side in duel) for duel in duels)


def _refusals(duels: list[Duel]) -> set[type]:
    return {type(side.outcome) for duel in duels for side in duel if not side.won}


@pytest.mark.parametrize("versioned", [False, True])
def test_with_the_lock_one_of_two_wins(versioned: bool, committed_db: CommittedDatabase) -> None:
    duels = fight(committed_db, _parcels(versioned=versioned))

    assert all(overlapped(duel) for duel in duels)
    assert [sum(side.won for side in duel) for duel in duels] == [1] * RACES
    assert _refusals(duels) == {Stale if versioned else StateMoved}


@pytest.mark.parametrize("versioned", [False, True])
def test_without_the_lock_and_the_triggers_both_win(
    versioned: bool, committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = _parcels(versioned=versioned)
    _without_lock(monkeypatch)
    _without_triggers(committed_db, "toy_parcel")

    duels = fight(committed_db, calls)

    # Nothing makes the two wait for each other here; a busy machine may let one of them sleep.
    assert sum(overlapped(duel) for duel in duels) > RACES // 2
    assert _both_won(duels) > 0


def test_without_the_lock_the_database_still_refuses_one(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = _parcels()
    _without_lock(monkeypatch)

    duels = fight(committed_db, calls)

    assert _both_won(duels) == 0
    assert IntegrityError in _refusals(duels)


def test_a_request_can_be_submitted_and_withdrawn_at_once_without_the_lock(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Requirement, "__call__", lambda _self, _subject: True)
    world = make_world()
    story = story_at(world, "draft")
    assert story.pk is not None
    scene = Scene(
        key="request", state="draft", subject=story.pk, roots=((REQUEST, story.pk),), now=story.now
    )
    ring = Ring(world, committed_db, scene)
    calls: list[tuple[Call, Call]] = [
        (ring.call("submit", pk, kin), ring.call("withdraw", pk, kin))
        for pk, kin in ring.copies(RACES)
    ]
    _without_lock(monkeypatch)
    _without_triggers(committed_db, REQUEST)

    duels = fight(committed_db, calls)

    assert _both_won(duels) > 0
