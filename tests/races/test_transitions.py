"""Of two competing steps exactly one is taken, whichever two, every time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from common.errors import Stale, StateMoved
from tests.laboratory import CommittedDatabase
from tests.races.duels import Duel, Rehearsal, Ring, fight, overlapped, present
from tests.races.gallery import Scene, promises, requests
from tests.world import World, make_world
from workflows.moves import Requirement
from workflows.registry import machine, machines

RACES = int(os.environ.get("TARA_RACES") or (10 if "TARA_PROOFS" in os.environ else 2))
"""Of each pair; `make proofs`, and so `make check`, runs ten."""

MATTER_MOST = {
    ("request", "submit", "withdraw"),
    ("request", "decline", "seek_funding"),
    ("allotment", "certify", "reject"),
    ("allotment", "reject", "release"),
    ("pledge", "accept", "withdraw"),
}
Pair = tuple[str, str, str, str]
"""Machine, state, and the two steps in order of the alphabet."""


class Tournament:
    """Every pair of steps of some machines, raced at the first scene where both are possible."""

    def __init__(self, database: CommittedDatabase, *keys: str) -> None:
        self.database = database
        self.open = {pair for key in keys for pair in _pairs(key)}
        self.races = self.overlaps = 0
        self.faults: list[str] = []

    def play(self, world: World, scene: Scene) -> None:
        """Race every pair still open that this scene makes possible."""
        ring = Ring(world, self.database, scene)
        rehearsed = {move: ring.rehearse(move) for move in ring.moves}
        possible = {move: how for move, how in rehearsed.items() if isinstance(how, Rehearsal)}
        matches = []
        for one, other in combinations(sorted(possible), 2):
            pair = (scene.key, scene.state, one, other)
            if pair in self.open:
                self.open.discard(pair)
                matches += [(possible[one], possible[other])] * _races(pair)
        self._judge(ring, matches)

    def _judge(self, ring: Ring, matches: list[tuple[Rehearsal, Rehearsal]]) -> None:
        if not matches:
            return
        copies = ring.copies(len(matches))
        before = present(ring.machine, [subject for subject, _kin in copies])
        calls = []
        for match, (subject, kin) in zip(matches, copies, strict=True):
            version = None if _exclude_each_other(ring, match) else before[subject].version
            one, other = (ring.call(how.move, subject, kin, version=version) for how in match)
            calls.append((one, other))
        duels = fight(self.database, calls)
        after = present(ring.machine, [subject for subject, _kin in copies])
        for match, (subject, _kin), duel in zip(matches, copies, duels, strict=True):
            self.races += 1
            self.overlaps += overlapped(duel)
            grown = after[subject].events - before[subject].events
            fault = _fault(match, duel, after[subject].state, grown)
            if fault:
                names = " | ".join(how.move for how in match)
                self.faults.append(f"{ring.scene.key} {ring.scene.state}: {names}: {fault}")


def _pairs(key: str) -> Iterator[Pair]:
    moves = machine(key).moves
    for state in {source for by_source in moves.values() for source in by_source}:
        names = sorted(name for name, by_source in moves.items() if state in by_source)
        for one, other in combinations(names, 2):
            yield key, state, one, other


def _races(pair: Pair) -> int:
    """Return how often a pair is raced: most where most is at stake."""
    key, _state, one, other = pair
    return 10 * RACES if (key, one, other) in MATTER_MOST else RACES


def _exclude_each_other(ring: Ring, match: tuple[Rehearsal, Rehearsal]) -> bool:
    """Tell whether after either step the other is no longer declared.

    Where it still is, both may be taken one after the other; then each names the version it saw.
    """
    one, other = match
    moves = ring.machine.moves
    return one.target not in moves[other.move] and other.target not in moves[one.move]


def _fault(match: tuple[Rehearsal, Rehearsal], duel: Duel, state: str, grown: int) -> str | None:
    """Say what is wrong with one race: who won, what the loser was told, what is left."""
    winners = [how for how, result in zip(match, duel, strict=True) if result.won]
    losers = [result.outcome for result in duel if not result.won]
    if len(winners) != 1:
        return f"{len(winners)} winners, refusals {losers!r}"
    (winner,), (refusal,) = winners, losers
    if not isinstance(refusal, StateMoved | Stale) or refusal.data.get("state") != state:
        return f"the loser of {state} was told {refusal!r} {getattr(refusal, 'data', '')}"
    if (state, grown) != (winner.target, winner.events):
        return f"{winner} left {state} and {grown} events"
    return None


ROADS: dict[str, tuple[Callable[[World], Iterator[Scene]], tuple[str, ...]]] = {
    "requests": (
        requests,
        ("request", "circulation", "assessment", "delivery", "milestone", "material_item"),
    ),
    "promises": (
        promises,
        (
            "pledge",
            "instalment",
            "amendment",
            "in_kind",
            "due_diligence",
            "psc_waiver",
            "report_obligation",
            "allotment",
            "adjustment",
            "accounting_period",
            "unidentified_receipt",
        ),
    ),
}


def _never(key: str, state: str, step: str, others: str) -> set[Pair]:
    """Return the pairs of one step with others."""
    couples = [sorted((step, other)) for other in others.split()]
    return {(key, state, one, other) for one, other in couples}


def _published() -> set[Pair]:
    """Return the pairs with a step by which published promises are taken in.

    It is taken in the act that made the promise, and nobody's own step is possible on such a one.
    """
    return {
        pair
        for pair in _pairs("pledge")
        if any(step.startswith("record_published_") for step in pair[2:])
    }


NEVER_BOTH: set[Pair] = _published() | {
    # It follows inside the act that makes the report final.
    *_never(
        "request",
        "needs_assessment",
        "record_assessed",
        "cancel_assessment choose_consent withdraw",
    ),
    # It follows inside the State's objection.
    *_never(
        "request",
        "funding_sought",
        "return_objected",
        "ask_still_needed choose_consent confirm_still_needed fund lapse show_to_donors withdraw"
        " withdraw_with_refund_plan",
    ),
    # It follows inside the agreement to a part of another pledge.
    *{pair for pair in _pairs("pledge") if "stand_apart" in pair[2:]},
    # A payment with a milestone is never opened without it.
    *_never("instalment", "planned", "open_claim", "give_evidence waive"),
    # It follows inside the receipt.
    *_never("instalment", "claimable", "settle", "cancel flag_overdue"),
    # It follows inside an amendment, which puts others in its place.
    *_never(
        "instalment",
        "evidence",
        "cancel",
        "accept_evidence ask_waiver refuse_waiver return_evidence waive",
    ),
    *_never("instalment", "claimable", "cancel", "flag_overdue"),
    # A certificate is for all that is still to come, or for a part.
    *_never("material_item", "customs", "hand_over", "hand_over_part"),
    *_never("material_item", "partly_handed_over", "hand_over", "hand_over_part"),
    # A clearance of which one is still to be reminded has not run out.
    *_never("due_diligence", "cleared", "expire", "remind"),
    *_never("due_diligence", "conditional", "expire", "remind"),
    # Closed when nothing is unsettled; each of these needs something that is.
    *_never(
        "allotment",
        "released",
        "close",
        "certify_reversal deobligate obligate reduce refuse_reversal reverse spend",
    ),
}
"""Pairs of which no living subject allows both."""


@pytest.mark.parametrize("road", ROADS)
def test_exactly_one_of_two_competing_steps_is_taken(
    road: str, committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guards would only refuse more: without them lock, state and version stand alone.
    monkeypatch.setattr(Requirement, "__call__", lambda _self, _subject: True)
    world = make_world()
    scenes, keys = ROADS[road]
    tournament = Tournament(committed_db, *keys)

    for scene in scenes(world):
        tournament.play(world, scene)

    assert tournament.faults == []
    assert tournament.open == {pair for pair in NEVER_BOTH if pair[0] in keys}
    assert tournament.overlaps > 0.9 * tournament.races > 0


def test_every_machine_of_the_service_runs() -> None:
    raced = {key for _scenes, keys in ROADS.values() for key in keys}

    assert raced == {known.key for known in machines()}
