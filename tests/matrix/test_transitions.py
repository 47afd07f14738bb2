"""Every move x state x role x own or foreign organisation equals the committed table."""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from common.errors import NotAllowed, NotFound, StateMoved
from tests.matrix.scenes import LATER, STAGES
from tests.world import World
from workflows import engine
from workflows.actors import SYSTEM, Actor
from workflows.available import available
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import Machine, machine, machines

TABLES = Path(__file__).with_name("transitions")
COLUMNS = ("machine", "state", "move", "outcome", "who")
EXPECTED = {"hidden": NotFound, "role": NotAllowed, "state": StateMoved}


@pytest.mark.parametrize("stage", STAGES)
def test_the_matrix_equals_the_committed_table(stage: str, world: World) -> None:
    rows: list[tuple[str, str, str, str, str]] = []
    living = set()
    for key, state, pk in STAGES[stage](world):
        known = machine(key)
        living.add((key, state))
        cells = _cells(world, known, pk, state)
        _take_one_of_each(world, known, pk, cells)
        rows += _grouped(key, state, cells)
    keys = {key for key, _state in living}
    assert living == {(key, state) for key, state in _declared_states() if key in keys}
    _compare(TABLES / f"{stage}.csv", _text(rows))


def _compare(table: Path, found: str) -> None:
    if os.environ.get("WRITE_MATRIX"):
        table.write_text(found)
    assert found == table.read_text(), "run with WRITE_MATRIX=1 and read the difference"


def test_every_machine_has_a_table() -> None:
    told = "".join(table.read_text() for table in TABLES.glob("*.csv"))
    assert all(f"\n{known.key}," in told for known in machines())


def _declared_states() -> set[tuple[str, str]]:
    states = {(known.key, str(known.initial)) for known in machines()}
    for known in machines():
        for by_source in known.moves.values():
            for move in by_source.values():
                states |= {
                    (known.key, str(move.source)),
                    (known.key, str(move.target or move.source)),
                }
    return states


def _people(world: World) -> dict[str, Actor]:
    firsts = {name: actor for name, actor in world.actors.items() if not name.endswith(".2")}
    return {**firsts, "system": SYSTEM}


def _cells(world: World, known: Machine, pk: UUID, state: str) -> dict[tuple[str, str], str]:
    """Return outcome by (move, name of the person)."""
    cells: dict[tuple[str, str], str] = {}
    for name, actor in _people(world).items():
        with speaking_as(actor):
            subject = known.model.objects.visible_to(actor).filter(pk=pk).first()
            if subject is None:
                cells |= {(move, name): "hidden" for move in known.moves}
                continue
            assert subject.state == state
            for possible in available(subject, actor=actor, now=LATER, machine=known):
                codes = [reason.code for reason in possible.reasons]
                cells[possible.name, name] = _outcome(codes)
    return cells


def _outcome(codes: list[str]) -> str:
    if not codes:
        return "yes"
    if codes == ["state_moved"]:
        return "state"
    return "role" if "not_allowed" in codes[0] else "guard: " + " ".join(sorted(codes))


def _take_one_of_each(
    world: World, known: Machine, pk: UUID, cells: dict[tuple[str, str], str]
) -> None:
    """Take each refused step for real, once per kind: all must fail and change nothing.

    A hidden subject is not found before the step is looked at, so one step stands for all there.
    """
    people, before = _people(world), _remains(known, pk)
    tried: set[tuple[str, str]] = set()
    for (move, name), outcome in cells.items():
        kind = ("" if outcome == "hidden" else move, outcome)
        if outcome not in EXPECTED or kind in tried:
            continue
        tried.add(kind)
        actor = people[name]
        with pytest.raises(EXPECTED[outcome]), speaking_as(actor), transaction.atomic():
            engine.perform(known, pk=pk, name=move, actor=actor, now=LATER, reason="A try.")
    assert _remains(known, pk) == before, known.key


def _remains(known: Machine, pk: UUID) -> tuple[Any, int]:
    with speaking_as(SYSTEM):
        subject = known.model.objects.get(pk=pk)
        return (subject.state, subject.version), Event.objects.of(pk).count()


def _grouped(
    key: str, state: str, cells: dict[tuple[str, str], str]
) -> Iterator[tuple[str, str, str, str, str]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (move, name), outcome in cells.items():
        groups[move, outcome].append(name)
    for (move, outcome), names in sorted(groups.items()):
        yield key, state, move, outcome, " ".join(sorted(names))


def _text(rows: list[tuple[str, str, str, str, str]]) -> str:
    paper = io.StringIO()
    writer = csv.writer(paper, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(rows))
    return paper.getvalue()
