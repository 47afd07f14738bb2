"""Columns and lines of the admin: a value found along a path, an amount with its currency."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.currencies import CURRENCIES
from common.errors import Sentence

Cell = Any
"""A function of the row; the admin takes one wherever it takes a name, its type stubs do not."""
CENTS = 2


def column(label: Sentence, path: str, *, ordering: str = "") -> Cell:
    """Return a column that shows what is found along a dotted path; nothing where it breaks off."""
    steps = path.split(".")

    def cell(subject: Any) -> Any:
        found = reduce(lambda here, step: getattr(here, step, None), steps, subject)
        return found() if callable(found) else found

    return _named(cell, steps[-1], label, ordering)


def amount(label: Sentence, name: str, *, currency: str = "currency") -> Cell:
    """Return a column of money, in the currency found along a path, or in the one of that code."""
    find = column("", currency)

    def cell(subject: Any) -> str | None:
        value = getattr(subject, name)
        code = currency if currency in CURRENCIES else find(subject)
        return None if value is None else money(value, code)

    return _named(cell, name, label, name)


def share(label: Sentence, name: str) -> Cell:
    """Return a column of a rate, shown as a percentage."""

    def cell(subject: Any) -> str | None:
        value = getattr(subject, name)
        return None if value is None else percent(value)

    return _named(cell, name, label, name)


def quantity(label: Sentence, name: str = "quantity", *, unit: str = "unit") -> Cell:
    """Return a column of how much of what."""

    def cell(subject: Any) -> str | None:
        value = getattr(subject, name)
        return None if value is None else f"{plain(value)} {getattr(subject, unit)}"

    return _named(cell, name, label, name)


def _named(cell: Cell, name: str, label: Sentence, ordering: str) -> Cell:
    named: Any = cell
    named.__name__ = name
    words: Any = label
    shown: Cell = admin.display(description=words, ordering=ordering or None)(named)
    return shown


def money(value: Decimal, currency: str) -> str:
    """Return an amount with its currency, grouped and rounded for reading only."""
    known = CURRENCIES.get(currency)
    decimals = CENTS if known is None or known.exponent is None else known.exponent
    return f"{currency} {number_format(round(value, decimals), decimals, force_grouping=True)}"


def percent(value: Decimal) -> str:
    """Return a rate as a percentage without needless zeros."""
    return f"{plain(value * 100)} %"


def plain(value: Decimal) -> str:
    """Return a number without needless zeros."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return number_format(value, decimals, force_grouping=True)


def moment(at: datetime | None) -> str:
    """Return a moment in the language in force; nothing for none."""
    return "" if at is None else date_format(at, "DATETIME_FORMAT")


def link(subject: Any, text: Any = "") -> SafeString:
    """Return a link to the file of a subject in the admin."""
    options = subject._meta
    name = f"admin:{options.app_label}_{options.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[subject.pk]), text or subject)
