"""Columns as people read them: by the type of the column, in the way of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.addresses import page_of
from portal.amounts import money, percent, plain
from portal.cases.sheets import Sheet
from portal.parts import Part, field_at
from portal.writing.registry import Way

SHARES = frozenset({"psc_rate", "rate"})
COUNTS = frozenset({"quantity", "presented_quantity", "handed_quantity", "lost_quantity"})
COUNTS_TOO = frozenset({"total", "priority_override"})
FINGERPRINT = "sha256"
SILENT = frozenset({"id", "component_id", "currency", "state"})


@dataclass(frozen=True)
class Value:
    """One labelled value, ready to print; ``long`` ones are prose."""

    label: str
    text: Any
    number: bool = False
    fingerprint: bool = False


@dataclass(frozen=True)
class Row:
    """One row: perhaps a page of its own, its cells, and the forms that are about it."""

    url: str
    cells: list[Value]
    ways: list[Way]


@dataclass(frozen=True)
class Table:
    """One kind of part as a table."""

    name: str
    title: str
    heads: list[Value]
    rows: list[Row]

    @property
    def has_ways(self) -> bool:
        """Tell whether any row has a form."""
        return any(row.ways for row in self.rows)


def facts_of(subject: Any, sheet: Sheet) -> list[Value]:
    """Return the facts of a sheet that are there."""
    known = [_fact(subject, name) for name in sheet.facts]
    return [value for value in known if value.text not in (None, "")]


def texts_of(subject: Any, sheet: Sheet) -> list[Value]:
    """Return the texts of a sheet that are written."""
    return [
        Value(_label(subject._meta.get_field(name)), getattr(subject, name))
        for name in sheet.texts
        if getattr(subject, name)
    ]


def _fact(subject: Any, name: str) -> Value:
    field = subject._meta.get_field(name)
    value = getattr(subject, name)
    if field.choices:
        value = getattr(subject, f"get_{name}_display")()
    if name.startswith("usd"):
        return Value(_label(field), _dollars(subject, name, value))
    return Value(_label(field), shown(name, value, currency=_currency_of(subject)))


def _dollars(subject: Any, name: str, value: Any) -> Any:
    """Show an amount in dollars; those of an allotment are nothing until the rate is fixed."""
    is_fixed = bool(getattr(subject, "usd_gross", True))
    return shown(name, value, currency="USD") if is_fixed else _("not fixed yet")


Forms = Callable[[str, Any], list[Way]]
"""The forms about one row: by the name of its table and its id."""


def _currency_of(subject: Any) -> str:
    """Return the currency a subject's amounts are in: its own, or that of its pledge."""
    of = subject if hasattr(subject, "currency") else getattr(subject, "pledge", None)
    return getattr(of, "currency", "")


def tables_of(
    subject: Any,
    sheet: Sheet,
    parts: dict[str, Part],
    rows: dict[str, list[SimpleNamespace]],
    forms: Forms,
) -> list[Table]:
    """Return the tables of a sheet that have rows; amounts are in the currency of row or case."""
    currency = _currency_of(subject) or "USD"
    for row in (row for part in rows.values() for row in part):
        row.__dict__.setdefault("currency", currency)
    return [
        _table(name, str(title), parts[name], rows[name], sheet.links.get(name, ""), forms)
        for name, title in sheet.tables.items()
        if rows[name]
    ]


def _table(
    name: str,
    title: str,
    part: Part,
    rows: Iterable[SimpleNamespace],
    linked: str,
    forms: Forms,
) -> Table:
    columns = [column for column in part.fields if column not in SILENT - {"state"}]
    heads = [
        Value(_label(field_at(part.queryset.model, column)), "", number=_counts(part, column))
        for column in columns
    ]
    cells = [
        Row(
            url=page_of(linked, row.id) if linked else "",
            cells=[
                _cell(part, row, head, column) for head, column in zip(heads, columns, strict=True)
            ],
            ways=forms(name, row.id) if hasattr(row, "id") else [],
        )
        for row in rows
    ]
    return Table(name=name, title=title, heads=heads, rows=cells)


def _cell(part: Part, row: SimpleNamespace, head: Value, column: str) -> Value:
    value = getattr(row, f"{column}_label", getattr(row, column))
    text = shown(column, value, currency="USD" if column == "usd" else row.currency)
    return Value(
        head.label,
        "" if text is None else text,
        number=head.number,
        fingerprint=column == FINGERPRINT,
    )


def _counts(part: Part, column: str) -> bool:
    return isinstance(field_at(part.queryset.model, column), models.DecimalField)


def shown(name: str, value: Any, *, currency: str) -> Any:
    """Return one value as text of the language in force; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return _number(name, value, currency)
    if isinstance(value, datetime):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return value


def _number(name: str, value: Decimal, currency: str) -> str:
    if name in SHARES:
        return percent(value)
    if name in COUNTS | COUNTS_TOO:
        return plain(value)
    return money(value, currency or "USD")


def _label(field: Any) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]
