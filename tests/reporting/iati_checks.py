"""The rules that matter most, in our own words: they need no file of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from lxml import etree

ORDER: Final = (
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "activity-status",
    "activity-date",
    "activity-scope",
    "recipient-country",
    "sector",
    "tag",
    "policy-marker",
    "collaboration-type",
    "default-finance-type",
    "default-aid-type",
    "default-tied-status",
    "transaction",
)
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def wrong(xml: bytes, *, us: str) -> list[str]:
    """Return what is wrong with a file, in the words of the names of the checks."""
    today = datetime.now(tz=UTC).date()
    return [told for one in activities_in(xml) for told in _wrong(one, us, today)]


def activities_in(xml: bytes) -> list[Any]:
    """Return the activities of a file, which has one at least."""
    found: list[Any] = etree.fromstring(xml).findall("iati-activity")
    assert found
    return found


def _wrong(one: Any, us: str, today: date) -> Iterator[str]:
    names = [child.tag for child in one]
    if names != sorted(names, key=ORDER.index):
        yield "order of elements"
    if not re.fullmatch(rf"{re.escape(us)}-[^/&|?\s]+", one.findtext("iati-identifier")):
        yield "identifier"
    yield from _wrong_days(one, today)
    if sum(Decimal(sector.get("percentage")) for sector in one.findall("sector")) != 100:
        yield "percentages of sectors"
    if len(one.findall("recipient-country")) + len(one.findall("recipient-region")) != 1:
        yield "one country or region"
    if any(not (text.text or "").strip() or not text.get(LANG) for text in one.iter("narrative")):
        yield "a narrative says nothing, or in no language"
    if {party.get("role") for party in one.findall("participating-org")} < {"2", "3", "4"}:
        yield "roles"
    yield from _wrong_values(one)


def _wrong_values(one: Any) -> Iterator[str]:
    for value in one.iter("value"):
        if Decimal(value.text) == 0 or not value.get("currency") or not value.get("value-date"):
            yield "value"


def _wrong_days(one: Any, today: date) -> Iterator[str]:
    days = {day.get("type"): date.fromisoformat(day.get("iso-date")) for day in
            one.findall("activity-date")}  # fmt: skip
    if not days.keys() & {"1", "2"}:
        yield "no beginning"
    for first, last in (("1", "3"), ("2", "4")):
        if first in days and last in days and days[first] > days[last]:
            yield "dates in order"
    booked = [day.get("iso-date") for day in one.iter("transaction-date")]
    done = [days[kind] for kind in ("2", "4") if kind in days]
    if any(day > today for day in [*map(date.fromisoformat, booked), *done]):
        yield "in the future"
