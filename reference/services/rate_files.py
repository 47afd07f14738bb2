"""Read the UN operational rates as published: a CSV, and an XML that only looks like a data set.

The XML carries its own schema inside, literal ``\\\\r\\\\n`` between elements and dates such as
"01 Oct 2026" declared as dateTime. Both have one row per country, so EUR, USD and XOF repeat;
country names are outdated and are not read. Equal repetitions are one rate, different ones are
refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from common.errors import Invalid, Reason

LARGEST_FILE: Final = 2_000_000
MOST_ROWS: Final = 5_000
ROW: Final = "UN_OPERATIONAL_RATES"
COLUMNS: Final = ("f_curr_code", "eff_date", "rate")
MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T00:00:00(?:\.0+)?Z?)?")
SPELLED_DAY: Final = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3})[A-Za-z]* ([0-9]{4})")
PLAIN_RATE: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,8})?")
CODE: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rate of a file: units of the currency for one US dollar from a day on."""

    currency: str
    effective_on: date
    units_per_usd: Decimal


def _invalid(code: str, sentence: Promise, row: int = 0) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, "file")], data={"row": row} if row else {})


def read_rates(content: bytes) -> list[RateLine]:
    """Return the rates of a CSV or XML file, one per currency and day, in the order published.

    Raises Invalid (with the row's number) for anything that is not such a file, and for a
    currency that has two different rates on one day.
    """
    if len(content) > LARGEST_FILE:
        raise _invalid("rates_too_large", _("The file is too large to be a file of rates."))
    rows = (
        _xml_rows(content)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        else _csv_rows(content)
    )
    found: dict[tuple[str, date], RateLine] = {}
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise _invalid("rates_too_large", _("The file is too large to be a file of rates."))
        line = _line(row, number)
        if found.setdefault((line.currency, line.effective_on), line) != line:
            raise _invalid(
                "rates_contradict",
                _("The file gives two rates for one currency on one day."),
                number,
            )
    if not found:
        raise _invalid("rates_empty", _("There are no rates in the file."))
    return list(found.values())


def _csv_rows(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise _invalid("rates_malformed", _("This is not a file of UN operational rates."))
        for row in reader:
            yield {column: row[column] or "" for column in COLUMNS}
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise _invalid(
            "rates_malformed", _("This is not a file of UN operational rates.")
        ) from trouble


def _xml_rows(content: bytes) -> Iterator[Mapping[str, str]]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise _invalid(
            "rates_malformed", _("This is not a file of UN operational rates.")
        ) from trouble
    declared: object = root.getroottree().docinfo.internalDTD
    if declared is not None:
        raise _invalid("rates_doctype", _("A file of rates declares no document type."))
    for element in root.iterchildren(ROW):
        yield {column: element.findtext(column) or "" for column in COLUMNS}


def _line(row: Mapping[str, str], number: int) -> RateLine:
    currency, day, rate = (row[column].strip() for column in COLUMNS)
    if not CODE.fullmatch(currency):
        raise _invalid("rates_currency", _("A row of the file names no currency."), number)
    if not PLAIN_RATE.fullmatch(rate) or Decimal(rate) == 0:
        raise _invalid("rates_number", _("A row of the file has no usable rate."), number)
    return RateLine(currency, _day(day, number), Decimal(rate))


def _day(text: str, number: int) -> date:
    """Read "2026-10-01" or "01 Oct 2026", whatever the machine's own language."""
    iso, spelled = ISO_DAY.fullmatch(text), SPELLED_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if spelled:
            return date(int(spelled[3]), MONTHS[spelled[2].lower()], int(spelled[1]))
    except (ValueError, KeyError):
        pass
    raise _invalid("rates_date", _("A row of the file has no usable date."), number)
