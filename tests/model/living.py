"""Let a crowd live its histories, the same ones every time, and choose among them."""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from config.services.places import ROOT, here
from tests.model.crowd import Correctors, Crowd, Givers, Spenders, Watched
from tests.model.steps import FINE, Codes, Lived

EXAMPLES: Final = int(os.environ.get("TARA_EXAMPLES", "200"))
STEPS: Final = 50
REPLAYS: Final = int(os.environ.get("TARA_REPLAYS", "32").replace("all", "0"))


def live(*, examples: int, crowd: type[Watched] = Crowd, shrink: bool = True) -> list[Lived]:
    """Let a crowd live so many histories, the same ones every time."""
    lived: list[Lived] = []

    class Here(crowd):  # type: ignore[misc, valid-type]
        pass

    Here.histories = lived
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return lived


def live_all(*, examples: int) -> list[Lived]:
    """Let everybody live so many histories, and smaller crowds that go deeper a quarter of it."""
    few = [live(examples=examples // 4, crowd=one) for one in (Spenders, Correctors, Givers)]
    return [*live(examples=examples), *(history for lived in few for history in lived)]


def lived_once() -> list[Lived]:
    """Return what everybody lived: lived by one process of the session, read by the others."""
    book = here().var / "stories" / f"crowd-{EXAMPLES}"
    book.parent.mkdir(parents=True, exist_ok=True)
    with book.with_suffix(".lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not book.exists():
            draft = book.with_suffix(".draft")
            # A process of its own: under coverage the crowd, which calls the model alone, crawls.
            plain = {name: said for name, said in os.environ.items() if not name.startswith("COV")}
            command = [sys.executable, "-m", "tests.model", str(EXAMPLES), str(draft)]
            subprocess.run(command, check=True, env=plain, cwd=ROOT)
            draft.rename(book)
    lived: list[Lived] = pickle.loads(book.read_bytes())  # noqa: S301 - our own, of this session
    return lived


def tellings(lived: Lived) -> set[tuple[str, Codes]]:
    """Return every act of a history with what became of it, and what seldom happens."""
    return {(step.name, why) for step, why in lived.history} | {(it, FINE) for it in lived.seldom}


def news(told: Iterable[tuple[str, Codes]]) -> tuple[int, int]:
    """Weigh what a history would add: how much, then how much of it happened."""
    told = set(told)
    return len(told), sum(not why for _name, why in told)


def chosen(histories: list[Lived], *, most: int) -> list[Lived]:
    """Return those that tell most between them, then others in the order they were lived."""
    kept, rest, told = list[Lived](), list(histories), set[tuple[str, Codes]]()
    while rest and len(kept) < most:
        best = max(range(len(rest)), key=lambda at: news(tellings(rest[at]) - told))
        if not tellings(rest[best]) - told:
            break
        kept.append(rest.pop(best))
        told |= tellings(kept[-1])
    return kept + rest[: most - len(kept)]
