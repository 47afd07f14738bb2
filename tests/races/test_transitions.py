"""Of two competing decisions on what both have read, exactly one wins, every time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from common.errors import DomainError
from tests.laboratory import CommittedDatabase, Laboratory, pointed_at
from tests.races.pairs import LATER, PAIRS, Pair, Step
from tests.world import World, make_world
from workflows import engine
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import Machine, machine

ROUNDS = int(os.environ.get("TARA_RACES", "10"))


@pytest.fixture
def prepared(committed_db: CommittedDatabase) -> tuple[World, list[UUID]]:
    """A database in which every pair has its subject, each made by the steps people take."""
    world = make_world()
    return world, [pair.prepare(world) for pair in PAIRS]


@contextmanager
def copy_of(laboratory: Laboratory, original: str) -> Iterator[CommittedDatabase]:
    """Give each round the same subjects anew."""
    connections.close_all()
    name = laboratory.clone(original)
    with pointed_at(name):
        yield CommittedDatabase(name)
    laboratory.drop(name)


def step(world: World, pair: Pair, taken: Step, pk: UUID, version: int) -> Callable[[], str]:
    def call() -> str:
        actor = world[taken.who]
        with speaking_as(actor):
            machine(pair.machine).verbs[taken.name](
                pk=pk, actor=actor, now=LATER, version=version, **taken.given
            )
        return taken.name

    return call


def race(database: CommittedDatabase, world: World, pair: Pair, pk: UUID) -> list[Any]:
    """Let both sides act at once on the version both have read."""
    with speaking_as(SYSTEM):
        version = machine(pair.machine).model.objects.get(pk=pk).version
    sides = (pair.one, pair.other)
    return database.together(*(step(world, pair, side, pk, version) for side in sides))


def taken_of(pair: Pair, pk: UUID) -> list[str]:
    with speaking_as(SYSTEM):
        names = Event.objects.of(pk).values_list("name", flat=True)
        return [name for name in names if name in {pair.one.name, pair.other.name}]


def test_exactly_one_wins_every_race(
    committed_db: CommittedDatabase, prepared: tuple[World, list[UUID]], laboratory: Laboratory
) -> None:
    world, subjects = prepared
    for _round in range(ROUNDS):
        with copy_of(laboratory, committed_db.name) as database:
            for pair, pk in zip(PAIRS, subjects, strict=True):
                outcomes = race(database, world, pair, pk)
                won = [outcome for outcome in outcomes if isinstance(outcome, str)]
                lost = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
                assert (len(won), len(lost)) == (1, 1), (str(pair), outcomes)
                assert taken_of(pair, pk) == won, str(pair)
                assert lost[0].code in {"stale_version", "state_moved"}, str(pair)


def test_without_the_lock_both_win(
    committed_db: CommittedDatabase,
    prepared: tuple[World, list[UUID]],
    laboratory: Laboratory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: read without the lock, both sides believe that they may."""
    world, subjects = prepared
    arrived = {"both": 0}

    def unlocked(known: Machine, *, pk: UUID, actor: Any) -> Any:
        return known.model.objects.visible_to(actor).get(pk=pk)

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def judge(*args: Any, **kwargs: Any) -> Any:
            found = original(*args, **kwargs)
            arrived["both"] += 1
            return found

        return judge

    monkeypatch.setattr(engine, "lock", unlocked)
    monkeypatch.setattr(engine, "judge", counted(engine.judge))
    pair, pk = next(
        (pair, pk)
        for pair, pk in zip(PAIRS, subjects, strict=True)
        if str(pair) == "request: acknowledge or send_back"
    )
    passed = []
    for _round in range(ROUNDS):
        arrived["both"] = 0
        with copy_of(laboratory, committed_db.name) as database:
            race(database, world, pair, pk)
            passed.append(arrived["both"])
    assert max(passed) == 2, "no two decisions met: the race did not happen"
