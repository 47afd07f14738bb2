"""The staff's files of promises and money; every move by the engine."""

from __future__ import annotations

from donors.admin import (
    amendments,
    before,
    criteria,
    in_kind,
    ledger,
    money,
    promises,
    requests,
    revenue,
)

__all__ = [
    "amendments",
    "before",
    "criteria",
    "in_kind",
    "ledger",
    "money",
    "promises",
    "requests",
    "revenue",
]
