"""What is needed and what came of it, by region: three totals that are never added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Sum

from reference.models import Region
from reporting.sight import Sight
from ta_requests.models import Component, FundingPosition

TOTALS: Final = ("pledged", "committed", "received")
REGION: Final = "request__country__region"
WORLD: Final = "001"


@dataclass(frozen=True)
class Coverage:
    """One region: requests with costs, what they need (gross) and the three totals, in USD.

    Amounts are None where so few requests stand behind them that they are not told.
    """

    region: str
    requests: int | None
    needed: Decimal | None
    pledged: Decimal | None
    committed: Decimal | None
    received: Decimal | None


def coverage(sight: Sight) -> list[Coverage]:
    """Return the coverage of each region that has costed requests, the greatest need first."""
    needs = _by_region(
        Component.objects.standing().filter(request__in=sight.requests),
        requests=Count("request", distinct=True),
        needed=Sum("gross"),
    )
    sums = {name: Sum(f"{name}_usd") for name in TOTALS}
    positions = FundingPosition.objects.filter(request__in=sight.requests)
    money = _by_region(positions, **sums)
    names = continents()
    merged: dict[str, dict[str, Any]] = {}
    for code, row in needs.items():
        into = merged.setdefault(names[code], dict.fromkeys(("requests", "needed", *TOTALS), 0))
        for name, value in {**row, **money.get(code, {})}.items():
            into[name] += value
    rows = [_told(region, row, sight) for region, row in merged.items()]
    return sorted(rows, key=lambda one: (-(one.needed or 0), one.region))


def _by_region(rows: Any, **sums: Any) -> dict[str, dict[str, Any]]:
    found = rows.order_by().values(REGION).annotate(**sums)
    return {row.pop(REGION): row for row in found}


def _told(region: str, row: dict[str, Any], sight: Sight) -> Coverage:
    if not sight.tells(row["requests"]):
        return Coverage(region, None, None, None, None, None)
    totals = {name: Decimal(row[name]) for name in TOTALS}
    return Coverage(region, row["requests"], Decimal(row["needed"]), **totals)


def continents() -> dict[str, str]:
    """Return, for each region of M49, the name of the region below the world it lies in."""
    return continents_of(Region.objects.all())


def continents_of(every: Iterable[Region]) -> dict[str, str]:
    """Return the same where all regions are read already."""
    regions = {one.code: one for one in every}

    def top(code: str) -> Region:
        found = regions[code]
        while found.parent_id not in {None, WORLD}:
            found = regions[found.parent_id]
        return found

    return {code: top(code).name for code in regions}
