"""Keep UNODC's own published revenue as history: each year whole, once, and never changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason
from donors.models import RevenueByDonor, RevenueByInstrument
from donors.models.revenue import Revenue
from donors.services.published.revenue import RevenueFile, RevenueRow

Told = tuple[str, str, str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRevenue:
    """What loading a file did, or would do; the total is the file's, in US dollars."""

    table: str
    rows: int
    added: int
    unchanged: int
    negative: int
    total_usd: Decimal

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "table": self.table,
            "rows": self.rows,
            "added": self.added,
            "unchanged": self.unchanged,
            "negative": self.negative,
            "total_usd": f"{self.total_usd:f}",
        }


def load_revenue(file: RevenueFile, *, now: datetime, dry_run: bool = False) -> LoadedRevenue:
    """Add the years of a file not yet known; a known year must say the same.

    Called as the system.

    Raises:
        Invalid: a year is known with other rows; what was published once is never replaced.
    """
    model: type[Any] = RevenueByDonor if file.by_donor else RevenueByInstrument
    years: defaultdict[int, list[RevenueRow]] = defaultdict(list)
    for row in file.rows:
        years[row.year].append(row)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [model._meta.db_table])
        known = _known(model, years)
        _refuse_contradictions(years, known)
        new = {year: rows for year, rows in years.items() if year not in known}
        if not dry_run:
            model._default_manager.bulk_create(_saved(model, new, file=file.name, now=now))
    added = sum(len(rows) for rows in new.values())
    return LoadedRevenue(
        table="revenue_by_donor" if file.by_donor else "revenue_by_instrument",
        rows=len(file.rows),
        added=added,
        unchanged=len(file.rows) - added,
        negative=sum(row.amount_usd < 0 for row in file.rows),
        total_usd=sum((row.amount_usd for row in file.rows), Decimal(0)),
    )


def _known(model: type[Any], years: Mapping[int, Sequence[RevenueRow]]) -> dict[int, Counter[Told]]:
    """Return what is kept of the years, as often as it is kept."""
    found: defaultdict[int, Counter[Told]] = defaultdict(Counter)
    who = ("donor", "file_name") if model is RevenueByDonor else ("instrument", "instrument_name")
    rows = model._default_manager.filter(year__in=list(years))
    for year, one, name, category, amount in rows.values_list(
        "year", *who, "category", "amount_usd"
    ):
        name = "" if model is RevenueByDonor else name
        found[year][one, name, category, amount] += 1
    return dict(found)


def _refuse_contradictions(
    years: Mapping[int, Sequence[RevenueRow]], known: Mapping[int, Counter[Told]]
) -> None:
    wrong = [
        year
        for year, kept in sorted(known.items())
        if kept != Counter((row.who, row.name, row.category, row.amount_usd) for row in years[year])
    ]
    if wrong:
        sentence = _("The file changes years that are already kept.")
        raise Invalid(reasons=[Reason("history_contradicts", sentence)], data={"years": wrong})


def _saved(
    model: type[Any], years: Mapping[int, Sequence[RevenueRow]], *, file: str, now: datetime
) -> list[Revenue]:
    return [
        model(
            year=year,
            number=number,
            category=row.category,
            amount_usd=row.amount_usd,
            file_name=file[:255],
            line=row.line,
            loaded_at=now,
            **_who(model, row),
        )
        for year, rows in years.items()
        for number, row in enumerate(rows, start=1)
    ]


def _who(model: type[Any], row: RevenueRow) -> dict[str, str]:
    if model is RevenueByDonor:
        return {"donor": row.who}
    return {"instrument": row.who, "instrument_name": row.name}
