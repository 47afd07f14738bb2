"""Months that are closed by two people: what comes late is booked in the next that is open."""

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


def first_open(months: list[Month], day: int) -> str:
    """Return the month of a day, or the first after it that is not closed."""
    shut = {one.month for one in months if one.state == "closed"}
    while month_of(day) in shut:
        day += 1
    return month_of(day)


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
    if step.name == "refuse_month":
        return FINE
    waiting = [each for each in books.adjustments if each.state == "entered"]
    return failing(
        period_not_over=month_of(books.day) <= one.month,
        adjustments_wait=any(month_of(each.day) <= one.month for each in waiting),
    )


def do(books: Books, step: Step) -> None:
    """Certify, close, or leave open."""
    if step.name == "certify_month":
        books.months.append(Month(step.what, step.who))
        return
    one = books.months[step.on]
    one.state = "closed" if step.name == "close_month" else "refused"
    one.decided_by = step.who
