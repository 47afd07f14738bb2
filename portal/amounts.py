"""Amounts, shares and numbers in the way of the language in force."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any, Final

from babel import Locale
from babel.numbers import NumberPattern, format_decimal, parse_pattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from common.currencies import exponent_of
from common.money import Money

KEPT: Final = 4096
"""So many amounts in words are kept: a page tells a sum several times, and is read again."""

WHOLE: Final = "#,##0"
NOTHING: Final = "\N{EN DASH}"


def money(value: Any, currency: str = "USD") -> SafeString | str:
    """Show an amount, or an amount of US dollars, on a page; a dash for none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Money):
        value, currency = value.amount, value.currency
    return format_html('<bdi class="money">{}</bdi>', spelt(value, currency))


def spelt(amount: Decimal, currency: str) -> str:
    """Return an amount as "USD 1,130,000.00", its code first, with the digits of its currency."""
    decimals = exponent_of(currency)
    pattern = WHOLE + ("." + "0" * decimals if decimals else "")
    return f"{currency} {_written(amount, pattern)}"


def plain(number: Decimal | None) -> str:
    """Return a number without zeros nobody needs; a dash for none."""
    return NOTHING if number is None else _written(number, WHOLE + ".######")


def percent(share: Decimal | None) -> str:
    """Return a share such as 0.13 as "13%" ("13 %" in French); a dash for none."""
    if share is None:
        return NOTHING
    return _written(Decimal(share), WHOLE + ".####" + _sign_of(_locale()))


def _locale() -> str:
    return to_locale(get_language() or "en")


@functools.cache
def _sign_of(locale: str) -> str:
    usual: str = Locale.parse(locale).percent_formats[None].pattern
    return usual.removeprefix(WHOLE)


def _written(number: Decimal, pattern: str) -> str:
    return _written_in(_locale(), number, pattern)


@functools.lru_cache(maxsize=KEPT)
def _written_in(locale: str, number: Decimal, pattern: str) -> str:
    return str(format_decimal(number, format=_read(pattern), locale=locale))


@functools.cache
def _read(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)
