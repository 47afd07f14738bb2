"""The double entry of the model: what stands where, in the original currency and in dollars."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from tests.model.parts import NOTHING, share

Owner = int | str
"""The number of a contribution; "USD" for cash of nobody, "goods USD" for what came in kind."""


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount and its dollars as booked."""

    amount: Decimal = NOTHING
    usd: Decimal = NOTHING

    def __add__(self, other: Worth) -> Worth:
        return Worth(self.amount + other.amount, self.usd + other.usd)

    def __sub__(self, other: Worth) -> Worth:
        return Worth(self.amount - other.amount, self.usd - other.usd)

    def __neg__(self) -> Worth:
        return Worth(-self.amount, -self.usd)

    def __bool__(self) -> bool:
        return bool(self.amount or self.usd)

    def part(self, amount: Decimal) -> Worth:
        """Return a part of it with its dollars; all of them for the last of it."""
        return Worth(amount, share(self.usd, amount, self.amount))


Line = tuple[Owner, str, Worth]


class Journal(NamedTuple):
    """What one act moved: of which day it is, the day and the month it was booked in."""

    of: int
    on: int
    month: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Ledger:
    """Running sums, debits above nothing; and the journals they are the sums of."""

    sums: defaultdict[tuple[Owner, str], Worth] = field(default_factory=lambda: defaultdict(Worth))
    journals: list[Journal] = field(default_factory=list)

    def post(self, *lines: Line, of: int, on: int, month: str) -> None:
        """Post one journal; what moves nothing is left out, and none at all is one all the same."""
        kept = tuple(line for line in lines if line[2])
        for owner, account, worth in kept:
            self.sums[owner, account] += worth
        self.journals.append(Journal(of, on, month, kept))

    def on(self, owner: Owner, account: str) -> Worth:
        """Return what stands on an account."""
        return self.sums[owner, account]

    def beyond_levy(self, owner: Owner) -> Worth:
        """Return the cash here without what of it was charged as levy."""
        return self.on(owner, "cash") + self.on(owner, "levy")

    def drawn(self, owner: Owner, account: str, amount: Decimal) -> Worth:
        """Return an amount of what stands to an account's credit, with its dollars."""
        return (-self.on(owner, account)).part(amount)

    def standing(self) -> dict[tuple[Owner, str], Worth]:
        """Return every account on which something stands."""
        return {key: worth for key, worth in self.sums.items() if worth}

    def replayed(self) -> dict[tuple[Owner, str], Worth]:
        """Return the same, reckoned from the journals alone."""
        sums: defaultdict[tuple[Owner, str], Worth] = defaultdict(Worth)
        for journal in self.journals:
            for owner, account, worth in journal.lines:
                sums[owner, account] += worth
        return {key: worth for key, worth in sums.items() if worth}
