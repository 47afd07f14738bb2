"""Whatever a State writes and whatever was booked: the file is valid (invariant 12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from common.money import Money
from reporting.iati import codes
from reporting.iati.activity import Activity, Movement, Narrative, Party, hundred
from reporting.iati.codes import DateKind, Status, Transaction
from reporting.iati.writing import printable, write
from tests.reporting import iati_standard as standard
from tests.reporting.iati_checks import wrong

US = "XM-DAC-41128"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TODAY = NOW.date()

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(printable)
days = st.dates(date(2024, 1, 1), TODAY)
themes = st.sampled_from(["T1", "T2", "T2a", "T2c", "T2d", "T3", "T3a", "T3c", "T5", "T6", "T7"])
weights = st.lists(
    st.tuples(themes, st.decimals("0.01", "99999999", places=2)), min_size=1, max_size=12
)
amounts = st.integers(-(10**15), 10**15).filter(bool)
parties = st.builds(
    Party, name=texts, type=st.sampled_from(["", *codes.ORGANISATION_TYPE.values()])
)
movements = st.builds(
    Movement,
    kind=st.sampled_from(Transaction),
    on=days,
    value=st.builds(Money.of_minor, amounts, st.sampled_from(["USD", "JPY", "KWD", "EUR"])),
    provider=st.none() | parties,
    earmark_category=st.sampled_from(["", "1", "2", "3", "4"]),
    earmark_modality=st.sampled_from(["", "A", "F", "L"]),
)


@st.composite
def activities(draw: Any) -> Activity:
    """Draw an activity whose days are in order, as those of a request are."""
    said = st.builds(Narrative, text=texts, language=st.sampled_from(["ar", "zh", "en", "fr"]))
    start, lasts = draw(days), timedelta(days=draw(st.integers(0, 900)))
    found = {DateKind.PLANNED_START: start, DateKind.PLANNED_END: start + lasts}
    if draw(st.booleans()):
        found[DateKind.ACTUAL_START] = start
        found[DateKind.ACTUAL_END] = min(start + lasts, TODAY)
    parts = draw(weights)
    return Activity(
        reference=draw(st.from_regex(r"\ATA-20[0-9]{2}-[0-9]{5}\Z")),
        title=draw(said),
        needs=draw(said),
        priorities=draw(st.none() | said),
        status=draw(st.sampled_from(Status)),
        country="MG",
        dates=found,
        sectors=hundred((codes.sector_of(theme), weight) for theme, weight in parts),
        targets=[codes.OF_ALL],
        gender=codes.NOT_TARGETED,
        aid_type=codes.PROJECT,
        updated_at=NOW,
        movements=draw(st.lists(movements, max_size=8)),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(activities(), min_size=1, max_size=3))
def test_whatever_is_written_is_valid(drawn: list[Activity]) -> None:
    file = BytesIO()

    assert write(drawn, file, us=US, now=NOW) == len(drawn)

    assert wrong(file.getvalue(), us=US) == []
    if standard.AT_HAND:
        assert standard.schema_errors(file.getvalue()) == []
        assert standard.rule_errors(file.getvalue()) == []


@given(weights)
def test_percentages_add_up_and_none_is_nothing(parts: list[tuple[str, Decimal]]) -> None:
    told = hundred(parts)

    assert sum(told.values()) == 100
    assert min(told.values()) > 0
    assert told.keys() == {code for code, _weight in parts}
