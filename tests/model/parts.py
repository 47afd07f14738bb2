"""The arithmetic of the model, written a second time: fractions, and half a unit away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

EXPONENTS = {"USD": 2, "JPY": 0, "KWD": 3}
RATE = Decimal("0.13")
LEVY = Decimal("0.01")
NOTHING = Decimal(0)


def rounded(value: Fraction, currency: str) -> Decimal:
    """Return a value at the decimals of a currency, half a unit away from zero."""
    exponent = EXPONENTS[currency]
    units = floor(abs(value) * 10**exponent + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-exponent)


def share(whole: Decimal, part: Decimal, of: Decimal) -> Decimal:
    """Return the dollars of a part; of nothing there are none."""
    return rounded(Fraction(whole) * Fraction(part) / Fraction(of), "USD") if of else NOTHING


def net_of(gross: Decimal, currency: str) -> Decimal:
    """Return what is left of a gross amount without its support cost (DOMAIN 2.2)."""
    return rounded(Fraction(gross) / (1 + Fraction(RATE)), currency)


def with_support_cost(net: Decimal, currency: str) -> Decimal:
    """Return a net amount with its support cost."""
    return rounded(Fraction(net) * (1 + Fraction(RATE)), currency)


def levy_of(amount: Decimal, currency: str) -> Decimal:
    """Return the coordination levy on an amount (DOMAIN 2b)."""
    return rounded(Fraction(amount) * Fraction(LEVY), currency)
