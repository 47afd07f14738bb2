"""The notification matrix: for each move of each machine, who is told what, or silence.

Upper rooms declare theirs in ``AppConfig.ready``; this room knows no machine by name. A move
without a decision is a fault (a test asks for every move), so silence is said out loud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.errors import Sentence
from messaging.audiences import Audience


@dataclass(frozen=True)
class Tell:
    """One audience and the sentence it reads, a gettext message without any fact of the case."""

    audience: Audience
    sentence: Sentence


Decision = Sequence[Tell]
SILENT: Decision = ()

_matrix: dict[str, dict[str, Decision]] = {}


def register(machine_key: str, decisions: Mapping[str, Decision]) -> None:
    """Declare the decisions of one machine: move name (or "create") -> who is told what."""
    _matrix.setdefault(machine_key, {}).update(decisions)


def decision(machine_key: str, name: str) -> Decision | None:
    """Return the decision for one move, or None where nobody has decided."""
    return _matrix.get(machine_key, {}).get(name)


def decided(machine_key: str) -> frozenset[str]:
    """Return the names of the moves decided upon for a machine."""
    return frozenset(_matrix.get(machine_key, {}))
