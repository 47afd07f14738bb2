"""Replay the ledger and compare everything that claims to be a sum of it; name differences."""

from __future__ import annotations

from collections.abc import Iterator

from donors.services.replaying.allotments import allotments
from donors.services.replaying.contributions import contributions, pledges
from donors.services.replaying.difference import Difference
from donors.services.replaying.gifts import gifts
from donors.services.replaying.held import held
from donors.services.replaying.journals import balances, journals
from donors.services.replaying.papers import adjustments, receipts, spending, unidentified
from donors.services.replaying.schedules import schedules
from donors.services.replaying.told import told

__all__ = ["Difference", "differences"]

REPLAYED = (
    journals,
    balances,
    receipts,
    unidentified,
    spending,
    adjustments,
    contributions,
    pledges,
    schedules,
    allotments,
    held,
    gifts,
    told,
)
"""In this order: papers before the sums they go into, sums before what others were told."""


def differences() -> Iterator[Difference]:
    """Yield every difference, in a fixed order; the speaker must see all (the system does)."""
    for compare in REPLAYED:
        yield from compare()
