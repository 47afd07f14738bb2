"""When things happened: counted back from one day, which the first run fixes for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EARLIEST: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""The rates carried with us begin on 1 October 2026: the training's today is never before this."""

HISTORY: Final = timedelta(days=1100)
"""How long before its today the training's first people were appointed."""


def beginning(now: datetime) -> datetime:
    """Return the moment at which the training's history begins, for a first run at ``now``."""
    return max(now.replace(microsecond=0), EARLIEST) - HISTORY


def today_of(began: datetime) -> datetime:
    """Return the training's today from the beginning of its history."""
    return began + HISTORY
