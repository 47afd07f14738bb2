"""Two people take a step each, at the same moment, on real connections: who wins, what is left."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tests.laboratory import CommittedDatabase
from tests.races.cloning import copied, copy, family_of
from tests.races.gallery import AFTERWARDS, Scene, given_for, who_takes
from tests.superuser import above_the_rules
from tests.world import World
from workflows import trail
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import Machine, machine

Call = Callable[[], Any]
PATIENCE = 60

_numbers = itertools.count()


@dataclass
class Try:
    """What became of one call: its result or its refusal, and when it ran."""

    outcome: Any
    began: float
    ended: float

    @property
    def won(self) -> bool:
        """Tell whether the step was taken."""
        return not isinstance(self.outcome, Exception)


Duel = tuple[Try, Try]


def fight(database: CommittedDatabase, duels: Sequence[tuple[Call, Call]]) -> list[Duel]:
    """Let two threads meet at a gate before each pair of calls."""
    gate = threading.Barrier(2)
    tries: list[list[Any]] = [[None, None] for _ in duels]

    def fighter(side: int) -> None:
        for number, calls in enumerate(duels):
            gate.wait(PATIENCE)
            began = time.perf_counter()
            try:
                outcome = calls[side]()
            except Exception as refusal:  # noqa: BLE001 - the test judges
                outcome = refusal
            tries[number][side] = Try(outcome, began, time.perf_counter())

    for broken in database.together(lambda: fighter(0), lambda: fighter(1)):
        assert broken is None, broken
    return [(one, other) for one, other in tries]


def overlapped(duel: Duel) -> bool:
    """Tell whether both calls were under way at one moment."""
    one, other = duel
    return one.began < other.ended and other.began < one.ended


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What one step does when nobody interferes: where it leads, how many events it leaves."""

    move: str
    target: str
    events: int


class Ring:
    """The races of one scene: rehearsed on the original, fought on copies."""

    def __init__(self, world: World, database: CommittedDatabase, scene: Scene) -> None:
        self.world, self.database, self.scene = world, database, scene

    @property
    def machine(self) -> Machine:
        """Return the machine of the scene."""
        return machine(self.scene.key)

    @property
    def moves(self) -> list[str]:
        """Return the names of the steps declared from the scene's state."""
        return [name for name, by in self.machine.moves.items() if self.scene.state in by]

    def rehearse(self, move: str) -> Rehearsal | str:
        """Take a step on the original and undo it; return what it did, or why it could not."""
        with speaking_as(self._actor(move)), transaction.atomic(), trail.gathering() as events:
            try:
                with transaction.atomic():
                    self.call(move, self.scene.subject, self.scene.kin)()
                    with connection.cursor() as cursor:
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except Exception as refusal:  # noqa: BLE001 - reported to the test
                return f"{type(refusal).__name__}: {refusal}"
            finally:
                transaction.set_rollback(True)
        own = [event for event in events if event.subject_id == self.scene.subject]
        return Rehearsal(move=move, target=own[-1].target, events=len(own))

    def copies(self, count: int) -> list[tuple[UUID, dict[str, UUID]]]:
        """Return fresh copies of the subject, each with its own kin."""
        numbers = [next(_numbers) for _ in range(count)]
        with above_the_rules(self.database.name) as superuser, superuser.cursor() as cursor:
            # Copies share their donor, who otherwise is examined once at a time.
            superuser.execute("DROP INDEX IF EXISTS one_open_examination_per_donor")
            family = family_of(cursor, *self.scene.roots)
            copy(cursor, family, first=numbers[0], count=count)
        return [
            (
                copied(self.scene.subject, number),
                {name: copied(key, number) for name, key in self.scene.kin.items()},
            )
            for number in numbers
        ]

    def call(
        self, move: str, subject: UUID, kin: Mapping[str, UUID], *, version: int | None = None
    ) -> Call:
        """Return the call of one verb by the right person."""
        actor, scene = self._actor(move), self.scene
        now = scene.now + AFTERWARDS.get((scene.key, move), timedelta())
        given = given_for(self.world, scene, move, kin)
        verb = self.machine.verbs[move]

        def take() -> Any:
            with speaking_as(actor):
                return verb(
                    pk=subject, actor=actor, now=now, version=version, reason="Because.", **given
                )

        return take

    def _actor(self, move: str) -> Actor:
        who = who_takes(self.scene, move)
        return self.world[who] if who else SYSTEM


@dataclass(frozen=True)
class Standing:
    """Where a subject stands: its state, its version, and how many events it has."""

    state: str
    version: int
    events: int


def present(known: Machine, subjects: Sequence[UUID]) -> dict[UUID, Standing]:
    """Return where each subject stands."""
    with speaking_as(SYSTEM):
        memories = Event.objects.filter(subject_id__in=subjects)
        counted = Counter(memories.values_list("subject_id", flat=True))
        rows = known.model.objects.filter(pk__in=subjects).values_list("pk", "state", "version")
        return {pk: Standing(state, version, counted[pk]) for pk, state, version in rows}
