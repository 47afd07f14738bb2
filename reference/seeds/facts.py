"""The published facts we carry as small tables, read into the rows the loader wants."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from common.currencies import CURRENCIES

FOLDER: Final = Path(__file__).resolve().parent.parent / "fixtures"
Row = dict[str, Any]


def table(name: str) -> Iterator[dict[str, str]]:
    """Read one of our tables, line by line."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def regions() -> list[Row]:
    """Return the M49 regions, parents first."""
    return [{**row, "parent_id": row.pop("parent_id") or None} for row in table("regions.csv")]


def countries() -> list[Row]:
    """Return the 193 Member States and 2 observers with their names in six languages."""
    return list(table("countries.csv"))


def memberships() -> list[Row]:
    """Return who belonged to which group, and when as far as it is known."""
    return [
        {
            **row,
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
        }
        for row in table("memberships.csv")
    ]


def currencies() -> list[Row]:
    """Return ISO 4217, withdrawn codes included."""
    return [
        {
            "code": facts.code,
            "numeric": facts.numeric,
            "exponent": facts.exponent,
            "name": facts.name,
            "active": facts.active,
        }
        for facts in CURRENCIES.values()
    ]


def codelists() -> list[Row]:
    """Return the codes of IATI and of the UN Data Standards that we use."""
    return [{**row, "active": row["active"] == "1"} for row in table("codelists.csv")]


def sector_themes() -> list[Row]:
    """Return which theme a published sector is read as."""
    return [
        {"sector": row["sector"], "theme_id": row["theme"] or None, "note": row["note"]}
        for row in table("sector_themes.csv")
    ]


def rates() -> bytes:
    """Return the UN operational rates of 1 October 2026, in the shape they are published in."""
    return (FOLDER / "un-operational-rates-2026-10-01.csv").read_bytes()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
