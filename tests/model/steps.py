"""One act of the crowd, and a history of them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tests.model.parts import NOTHING


class Step(NamedTuple):
    """One act: what, on which thing, by whom, how much; days are counted from the beginning.

    ``to`` is the other contribution, ``what`` a kind, a source or a name, ``charges`` what banks
    kept.
    """

    name: str
    on: int = 0
    who: int = 0
    amount: Decimal = NOTHING
    component: int = 0
    to: int | None = None
    what: str = ""
    day: int = 0
    charges: Decimal = NOTHING


Codes = frozenset[str]
History = list[tuple[Step, Codes]]
"""What was tried, and the codes that stopped it; none where it happened."""

FINE: Codes = frozenset()


class Lived(NamedTuple):
    """A history, and what seldom happens of what happened in it."""

    history: History
    seldom: set[str]


OWNER = 0
"""The number of the person who looks after the donors."""


def failing(**tests: bool) -> Codes:
    """Return the codes of what stands against an act: each is told with whether it does."""
    return frozenset(code for code, holds in tests.items() if holds)
