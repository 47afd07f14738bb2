"""What a published sector code means in our themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reference.models.codelists import SectorTheme


@dataclass(frozen=True, slots=True)
class SectorReading:
    """A sector, the theme it is read as (None: no theme of the resolution), and why."""

    sector: str
    theme: str | None
    note: str


def read_sectors(codes: Iterable[str]) -> list[SectorReading]:
    """Read sector codes as themes, in the order given, once each; unknown ones have no theme."""
    wanted = list(dict.fromkeys(codes))
    known = {row.sector: row for row in SectorTheme.objects.filter(sector__in=wanted)}
    return [
        SectorReading(code, known[code].theme_id, known[code].note)
        if code in known
        else SectorReading(code, None, "")
        for code in wanted
    ]
