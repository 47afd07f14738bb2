"""Where each part of an allotment stands, with its booked dollars: the difference is a journal.

The dollars of a part are its share of what was fixed when the allotment was certified, always of
everything so far, so that what was booked piece by piece adds up to the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from donors.choices.ledger import Account
from donors.choices.money import AllotmentState
from donors.lifecycle.balances import share

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in the original currency, and its dollars as booked."""

    amount: Decimal
    usd: Decimal

    def __sub__(self, other: Sum) -> Sum:
        return Sum(self.amount - other.amount, self.usd - other.usd)

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.amount + other.amount, self.usd + other.usd)

    def __neg__(self) -> Sum:
        return Sum(-self.amount, -self.usd)

    def __bool__(self) -> bool:
        return bool(self.amount or self.usd)


NONE: Final = Sum(NOTHING, NOTHING)
Stages = Mapping[Account, Sum]


def dollars(whole: Decimal, *, part: Decimal, of: Decimal) -> Decimal:
    """Return the dollars of a part; of nothing there are none."""
    return share(whole, part=part, of=of) if of else NOTHING


@dataclass(frozen=True, slots=True)
class Worth:
    """The booked dollars of what an allotment obligated, spent and booked as support cost."""

    obligated: Decimal
    spent: Decimal
    psc_spent: Decimal

    @classmethod
    def of(cls, it: Any) -> Worth:
        """Value the columns of an allotment."""
        net = it.usd_programmable
        return cls(
            obligated=dollars(net, part=it.obligated, of=it.programmable),
            spent=dollars(net, part=it.spent, of=it.programmable),
            psc_spent=dollars(it.usd_gross - net, part=it.psc_spent, of=it.psc),
        )


def kept(it: Any) -> Sum:
    """Return what an allotment takes from its contribution's cash."""
    if it.state in {AllotmentState.PROPOSED, AllotmentState.REJECTED}:
        return NONE
    return Sum(it.gross - it.reversed, it.usd_gross - it.usd_reversed)


def stages(it: Any) -> Stages:
    """Return where each part of an allotment stands; what rounding left once it has ended.

    The sum of all stages is ``kept``.
    """
    if it.state in {AllotmentState.PROPOSED, AllotmentState.REJECTED}:
        return {}
    if it.state == AllotmentState.CERTIFIED:
        return {Account.CERTIFIED: kept(it)}
    worth = Worth.of(it)
    found = {
        Account.OBLIGATED: Sum(it.obligated - it.spent, worth.obligated - worth.spent),
        Account.SPENT: Sum(it.spent, worth.spent),
        Account.PSC_EARNED: Sum(it.psc_spent, worth.psc_spent),
    }
    rest = kept(it) - found[Account.OBLIGATED] - found[Account.SPENT] - found[Account.PSC_EARNED]
    if it.state in {AllotmentState.CLOSED, AllotmentState.REVERSED}:
        return {**found, Account.EXCHANGE_DIFFERENCE: rest}
    net = Sum(
        it.programmable - it.reversed_programmable - it.obligated,
        it.usd_programmable - it.usd_reversed_programmable - worth.obligated,
    )
    return {**found, Account.ALLOTTED: net, Account.PSC: rest - net}
