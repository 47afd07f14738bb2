"""Working days are counted without weekends and holidays, and days belong to the office."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import (
    LONGEST_WAIT,
    add_working_days,
    database_now,
    day_of,
    end_of,
    is_working_day,
    months_after,
    working_days_between,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
counts = st.integers(0, 300)
FRIDAY = date(2026, 10, 2)
MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("start", "wait", "holidays", "end"),
    [
        (FRIDAY, 0, (), FRIDAY),
        (FRIDAY, 1, (), MONDAY),
        (date(2026, 10, 3), 1, (), MONDAY),
        (FRIDAY, 5, (), date(2026, 10, 9)),
        (FRIDAY, 1, {MONDAY}, date(2026, 10, 6)),
        (FRIDAY, 1, {date(2026, 10, 3)}, MONDAY),
    ],
)
def test_a_wait_ends_on_a_working_day(start, wait, holidays, end):
    assert add_working_days(start, wait, holidays=holidays) == end


@pytest.mark.parametrize("wait", [-1, LONGEST_WAIT + 1])
def test_an_absurd_wait_is_a_programming_error(wait):
    with pytest.raises(ValueError, match="working days"):
        add_working_days(FRIDAY, wait)


@given(days, counts, st.data())
def test_counting_back_gives_the_wait(start, wait, data):
    near = st.dates(min_value=start, max_value=start + timedelta(days=60))
    holidays = data.draw(st.frozensets(near, max_size=10))

    end = add_working_days(start, wait, holidays=holidays)

    assert working_days_between(start, end, holidays=holidays) == wait


@given(days, st.integers(0, 400), st.frozensets(days, max_size=5))
def test_counting_equals_looking_at_each_day(start, length, holidays):
    end = start + timedelta(days=length)
    each = [start + timedelta(days=at) for at in range(1, length + 1)]

    assert working_days_between(start, end, holidays=holidays) == sum(
        is_working_day(day, holidays=holidays) for day in each
    )


def test_nothing_passes_backwards():
    assert working_days_between(MONDAY, FRIDAY) == 0
    assert working_days_between(MONDAY, MONDAY) == 0


def test_a_day_is_a_day_at_the_office():
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert day_of(late) == date(2026, 7, 2)
    with pytest.raises(ValueError, match="time zone"):
        day_of(late.replace(tzinfo=None))


def test_a_day_ends_at_midnight_of_the_office():
    assert end_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert end_of(date(2026, 12, 1)) == datetime(2026, 12, 1, 23, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_database_tells_the_time_in_utc():
    first, second = database_now(), database_now()

    assert first.tzinfo is UTC
    assert first <= second


def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month():
    assert months_after(date(2026, 10, 15), 24) == date(2028, 10, 15)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2026, 1, 31), 0) == date(2026, 1, 31)
