"""The database's clock, and the working days between two dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection

VIENNA: Final = ZoneInfo("Europe/Vienna")
"""Days are counted where the office is."""

SATURDAY: Final = 5
LONGEST_WAIT: Final = 10_000


def database_now() -> datetime:
    """Return the database server's time (aware, UTC), the same clock that stamps events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def day_of(moment: datetime, *, zone: ZoneInfo = VIENNA) -> date:
    """Return the calendar day of an aware moment at the office."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(zone).date()


def end_of(day: date, *, zone: ZoneInfo = VIENNA) -> datetime:
    """Return the moment (UTC) at which a day ends at the office: the first of the next day."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return midnight.astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, *, holidays: Collection[date] = ()) -> bool:
    """Say whether people are at work: no Saturday, no Sunday, no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, days: int, *, holidays: Collection[date] = ()) -> date:
    """Return the ``days``-th working day after ``day``; of none, ``day`` itself."""
    if not 0 <= days <= LONGEST_WAIT:
        raise ValueError("a wait is between 0 and 10,000 working days")
    found = day
    while days:
        found += timedelta(days=1)
        days -= is_working_day(found, holidays=holidays)
    return found


def working_days_between(start: date, end: date, *, holidays: Collection[date] = ()) -> int:
    """Count the working days after ``start`` up to and with ``end``; none when it is not later.

    ``working_days_between(d, add_working_days(d, n)) == n`` for every d and n.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    odd = sum((start + timedelta(days=at)).weekday() < SATURDAY for at in range(1, rest + 1))
    lost = sum(start < day <= end and day.weekday() < SATURDAY for day in set(holidays))
    return weeks * SATURDAY + odd - lost
