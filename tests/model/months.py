"""Months that are closed by two people, after which nothing is posted in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.model.steps import FINE, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books

ZERO = date(2026, 10, 11)
"""Day 0 of every history."""


def date_of(day: int) -> date:
    """Return a day of the model as a date."""
    return ZERO + timedelta(days=day)


def month_of(day: int) -> str:
    """Return the month of a day: "2026-10"."""
    return f"{date_of(day):%Y-%m}"


@dataclass(slots=True)
class Month:
    """A month that somebody certified for closing."""

    month: str
    certified_by: int
    state: str = "certified"
    decided_by: int | None = None


def closed(months: list[Month], day: int) -> bool:
    """Tell whether the month of a day is closed."""
    return any(one.month == month_of(day) and one.state == "closed" for one in months)


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop a step on a month."""
    if step.name == "certify_month":
        known = any(one.month == step.what and one.state != "refused" for one in books.months)
        return failing(month_known=known)
    one = books.months[step.on]
    if one.state != "certified":
        return frozenset({"state_moved"})
    if step.who == one.certified_by:
        return frozenset({"duty"})
    over = month_of(books.day) > one.month
    return FINE if step.name == "refuse_month" or over else frozenset({"period_not_over"})


def do(books: Books, step: Step) -> None:
    """Certify, close, or leave open."""
    if step.name == "certify_month":
        books.months.append(Month(step.what, step.who))
        return
    one = books.months[step.on]
    one.state = "closed" if step.name == "close_month" else "refused"
    one.decided_by = step.who
