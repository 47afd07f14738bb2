"""Deadlines and spent time in working days of the duty station."""

from __future__ import annotations

from datetime import datetime

from common.clock import add_working_days, day_of, end_of, working_days_between
from reference.models.office import VIENNA, Holiday


def deadline_after(moment: datetime, *, working_days: int, duty_station: str = VIENNA) -> datetime:
    """Return the moment (UTC) at which the last of so many working days ends at the office."""
    holidays = Holiday.objects.days(duty_station)
    return end_of(add_working_days(day_of(moment), working_days, holidays=holidays))


def working_days_spent(*, start: datetime, end: datetime, duty_station: str = VIENNA) -> int:
    """Count the working days after the day of ``start`` up to and with the day of ``end``."""
    holidays = Holiday.objects.days(duty_station)
    return working_days_between(day_of(start), day_of(end), holidays=holidays)
