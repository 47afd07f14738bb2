"""Split a long list into pages, by number, at a fixed cost of two statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 25


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the addresses of its neighbours ("" where there is none)."""

    rows: list[Any]
    before: str
    after: str


def page_of(request: HttpRequest, queryset: QuerySet[Any], *, size: int = SIZE) -> Page:
    """Return the page the address asks for; one row more is read to know whether it goes on."""
    number = _number(request.GET.get("page", ""))
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    return Page(
        rows=rows[:size],
        before=_address(request, number - 1) if number > 1 else "",
        after=_address(request, number + 1) if len(rows) > size else "",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10_000 else 1


def _address(request: HttpRequest, number: int) -> str:
    kept = request.GET.copy()
    kept["page"] = str(number)
    return f"?{kept.urlencode()}"
