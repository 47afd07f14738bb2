"""Amounts, shares and numbers in the way of the language in force."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.numbers import NumberPattern, format_decimal, parse_pattern
from django.utils.translation import get_language, to_locale

from common.currencies import exponent_of

KEPT: Final = 4096
"""So many amounts in words are kept: a page tells a sum several times, and is read again."""

WHOLE: Final = "#,##0"


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as "USD 1,130,000.00", its code first, with the digits of its currency."""
    return f"{currency} {digits(amount, currency)}"


def digits(amount: Decimal, currency: str) -> str:
    """Return an amount with the digits of its currency, grouped."""
    decimals = exponent_of(currency)
    return _written(amount, WHOLE + ("." + "0" * decimals if decimals else ""))


def plain(number: Decimal) -> str:
    """Return a number without zeros nobody needs."""
    return _written(number, WHOLE + ".######")


def percent(share: Decimal) -> str:
    """Return a share such as 0.13 as "13%" ("13 %" in French), without zeros nobody needs."""
    return _written(share, WHOLE + ".####" + _sign_of(_locale()))


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
