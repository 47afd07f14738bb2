"""Something that does not say what the ledger says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Pair = tuple[Any, Any]
"""What a column says, and what the ledger says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where: a kind of thing, which one of them, its column; what it says, and the ledger."""

    what: str
    subject: str
    column: str
    said: str
    replayed: str


def compared(what: str, subject: Any, pairs: Mapping[str, Pair]) -> Iterator[Difference]:
    """Yield a difference for each column that says something else than the ledger."""
    for column, (said, replayed) in pairs.items():
        if said != replayed:
            yield Difference(
                what=what,
                subject=str(subject),
                column=column,
                said=str(said),
                replayed=str(replayed),
            )


def gone(what: str, booked: Iterable[Any], kept: Iterable[Any]) -> Iterator[Difference]:
    """Yield a difference for everything that is booked and of which no row is kept."""
    for subject in sorted({*booked} - {*kept}, key=str):
        yield from compared(what, subject, {"row": ("gone", "booked")})
