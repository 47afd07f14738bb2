"""A desk is a list of sections; a section is a short list of cases with their figures and days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from common.clock import day_of

FEW = 12
"""Rows of a section; the rest is one link away."""


@dataclass(frozen=True)
class Line:
    """One case: where it is, what it is called, further cells, and the day it is due.

    ``mark`` lets several be taken together (kind:id:version).
    """

    url: str
    title: str
    reference: str
    cells: list[Any] = field(default_factory=list)
    due: date | None = None
    days_left: int | None = None
    mark: str = ""


@dataclass(frozen=True)
class Section:
    """One queue of a desk; ``total`` counts all, ``lines`` are the first of them."""

    name: str
    title: str
    heads: list[str]
    lines: list[Line]
    total: int
    empty: str
    more: str = ""
    dated: bool = False

    @property
    def hidden(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.lines)

    @property
    def marked(self) -> bool:
        """Tell whether lines can be marked."""
        return any(line.mark for line in self.lines)


def first_of_each(rows: QuerySet[Any], by: str, *order: Any) -> QuerySet[Any]:
    """Return the first few rows of each group, with the count of its group as ``total``."""
    group = F(by)
    order_by = [*order, F("pk").asc()]
    numbered: QuerySet[Any] = rows.annotate(
        place=Window(RowNumber(), partition_by=group, order_by=order_by),
        total=Window(Count("pk"), partition_by=group),
    )
    return numbered.filter(place__lte=FEW).order_by(by, "place")


def first_of_all(rows: QuerySet[Any], *order: Any) -> QuerySet[Any]:
    """Return the first few rows, with the count of all as ``total``."""
    counted: QuerySet[Any] = rows.annotate(total=Window(Count("pk")))
    return counted.order_by(*order, "pk")[:FEW]


def section(
    name: str,
    title: str,
    heads: Iterable[str],
    rows: Iterable[Any],
    line: Callable[[Any], Line],
    *,
    empty: str,
    more: str = "",
) -> Section:
    """Return the section of rows that carry the count of all as ``total``."""
    found = list(rows)
    lines = [line(row) for row in found]
    return Section(
        name=name,
        title=title,
        heads=list(heads),
        lines=lines,
        total=found[0].total if found else 0,
        empty=empty,
        more=more,
        dated=any(one.due for one in lines),
    )


def days_until(due: date | datetime | None, *, now: datetime) -> int | None:
    """Return the days left until a day or moment; negative when it has passed."""
    if due is None:
        return None
    if isinstance(due, datetime):
        return (due - now) // timedelta(days=1)
    return (due - day_of(now)).days
