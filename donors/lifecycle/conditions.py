"""Conditional pledges: "if the rest is covered by 30 June", alone or several that wait together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from donors.choices.promises import ConditionBasis

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One signed pledge that waits for others: what it gives itself and what must be given.

    ``word`` names the pledge as it was announced: the parts of one that was agreed in part do not
    wait for each other, and what is committed of it (``kept``) is not what others gave.
    """

    id: UUID
    own: Decimal
    needed: Decimal
    word: UUID | None = None
    kept: Decimal = NOTHING


def needed(*, basis: str, figure: Decimal, target: Decimal, own: Decimal) -> Decimal:
    """Return the dollars others must sign for: a share of the rest of the target, or an amount."""
    if basis == ConditionBasis.AMOUNT:
        return figure
    return figure * max(target - own, NOTHING)


def met_together(*, committed: Decimal, waiting: Iterable[Waiting]) -> frozenset[UUID]:
    """Return the largest set of waiting pledges that may all be agreed.

    Each counts what is committed and what the others of the set give, never its own word. Whoever
    would not be satisfied even by all that are left is left out, until nobody is: what remains
    is the largest such set, because a smaller set never satisfies more (DOMAIN 3).
    """
    kept = {one.id: one for one in waiting}
    while True:
        whole = committed + sum((one.own for one in kept.values()), NOTHING)
        out = [
            one.id for one in kept.values() if whole - _of_its_word(one, kept.values()) < one.needed
        ]
        if not out:
            return frozenset(kept)
        for pk in out:
            del kept[pk]


def _of_its_word(one: Waiting, others: Iterable[Waiting]) -> Decimal:
    """Return what the donor itself gives of the same word, signed for or waiting."""
    if one.word is None:
        return one.own
    return one.kept + sum((each.own for each in others if each.word == one.word), NOTHING)
