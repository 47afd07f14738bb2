"""Read UNODC's published revenue: by donor, or by financing instrument, told by the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from donors.services.published import shapes
from donors.services.published.files import content_of
from donors.services.published.problems import FileRefused

BY_DONOR: Final = ("year", "donor", "category", "amount_usd")
BY_INSTRUMENT: Final = (
    "agency",
    "calendar_year",
    "amount",
    "sub_type_name",
    "rev_type",
    "sub_type",
)
OURSELVES: Final = "UNODC"
YEAR: Final = re.compile(r"(?:199|20[0-9])[0-9]")
INSTRUMENT: Final = re.compile(r"R[0-9]{2}[A-Z]?")
LARGEST: Final = 20_000_000
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueRow:
    """One row: ``who`` is the donor, or the code of the instrument with its ``name``."""

    line: int
    year: int
    who: str
    name: str
    category: str
    amount_usd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueFile:
    """A file's rows, and which of the two tables they belong to."""

    name: str
    by_donor: bool
    rows: list[RevenueRow]


def read_revenue(path: Path) -> RevenueFile:
    """Return the rows of a file in their order, negative ones as published.

    Raises:
        FileRefused: unreadable, neither of the two tables, or a row that cannot be read.
    """
    try:
        text = content_of(path, limit=LARGEST).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = set(reader.fieldnames or ())
        by_donor = set(BY_DONOR) <= columns
        if not by_donor and not set(BY_INSTRUMENT) <= columns:
            raise FileRefused("history_columns", file=path.name, line=1)
        rows = list(_rows(reader, path.name, by_donor=by_donor))
    except (UnicodeDecodeError, csv.Error) as trouble:
        said = str(trouble)[:200]
        raise FileRefused("file_malformed", file=path.name, trouble=said) from trouble
    return RevenueFile(name=path.name, by_donor=by_donor, rows=rows)


def _rows(reader: csv.DictReader[str], file: str, *, by_donor: bool) -> Iterator[RevenueRow]:
    read = _of_donor if by_donor else _of_instrument
    for raw in reader:
        row = {column: value.strip() for column, value in raw.items() if isinstance(value, str)}
        line = reader.line_num
        try:
            yield read(row, line)
        except ValueError as trouble:
            said = str(trouble)
            raise FileRefused("history_row", file=file, line=line, trouble=said) from trouble


def _of_donor(row: Mapping[str, str], line: int) -> RevenueRow:
    return RevenueRow(
        line=line,
        year=_year(row.get("year", "")),
        who=_told(row, "donor", 200),
        name="",
        category=_told(row, "category", 100),
        amount_usd=_amount(row.get("amount_usd", "")),
    )


def _of_instrument(row: Mapping[str, str], line: int) -> RevenueRow:
    code = row.get("sub_type", "")
    if row.get("agency") != OURSELVES:
        raise ValueError("agency")
    if not INSTRUMENT.fullmatch(code):
        raise ValueError("sub_type")
    return RevenueRow(
        line=line,
        year=_year(row.get("calendar_year", "")),
        who=code,
        name=_told(row, "sub_type_name", 100),
        category=_told(row, "rev_type", 100),
        amount_usd=_amount(row.get("amount", "")),
    )


def _year(text: str) -> int:
    if not YEAR.fullmatch(text):
        raise ValueError("year")
    return int(text)


def _told(row: Mapping[str, str], column: str, limit: int) -> str:
    text = shapes.clean(row.get(column))
    if not text or len(text) > limit:
        raise ValueError(column)
    return text


def _amount(text: str) -> Decimal:
    """Return whole cents; nothing is rounded, because the totals must be the publisher's."""
    found = shapes.number(text)
    if found is None or found != found.quantize(CENT):
        raise ValueError("amount")
    return found.quantize(CENT)
