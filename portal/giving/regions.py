"""The regional picture of what is on show: how many needs, and what they cost, by continent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from portal.amounts import plain
from portal.charts.bars import Bars, bars
from reference.models import Region
from reporting.coverage import continents_of
from ta_requests.choices.assessment import ComponentStatus


@dataclass(frozen=True)
class RegionOfNeeds:
    """One continent: its needs, and what those that are costed come to (gross, US dollars)."""

    name: str
    needs: int
    gross: Decimal


def by_region(needs: QuerySet[Any], regions: Iterable[Region]) -> list[RegionOfNeeds]:
    """Return the continents of needs, the greatest sum first."""
    names = continents_of(regions)
    sums: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    costed = Sum("components__gross", filter=Q(components__status=ComponentStatus.FROZEN))
    by_place = needs.order_by().values("country__region")
    rows = by_place.annotate(number=Count("pk", distinct=True), sum=costed)
    for row in rows:
        into = sums[names[row["country__region"]]]
        into[0] += row["number"]
        into[1] += row["sum"] or 0
    found = [RegionOfNeeds(name, int(number), gross) for name, (number, gross) in sums.items()]
    return sorted(found, key=lambda one: (-one.gross, one.name))


def drawing_of(regions: list[RegionOfNeeds]) -> Bars | None:
    """Draw the sums; None where there is nothing to draw."""
    return bars([(one.name, [one.gross], plain(one.gross)) for one in regions]) if regions else None
