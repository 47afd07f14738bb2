"""The arithmetic of one allotment: what is left, what is held by obligations, what it is worth.

Amounts are gross unless said otherwise. Obligations and expenditures are net; programme support
cost follows expenditure at the rate fixed when the contribution was agreed (DOMAIN 2.2).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.money import Money, gross_of, parts_of_gross

USD = "USD"


def left(allotment: Any) -> Money:
    """Return the gross amount not taken back."""
    return Money(allotment.gross - allotment.reversed, allotment.currency)


def left_net(allotment: Any) -> Money:
    """Return the programmable part of what was not taken back."""
    return Money(allotment.programmable - allotment.reversed_programmable, allotment.currency)


def held(allotment: Any) -> Money:
    """Return what obligations hold, support cost included; all of it once all is obligated."""
    obligated = Money(allotment.obligated, allotment.currency)
    if obligated == left_net(allotment):
        return left(allotment)
    return min(gross_of(obligated, allotment.psc_rate).gross, left(allotment))


def unobligated(allotment: Any) -> Money:
    """Return what may be taken back."""
    return left(allotment) - held(allotment)


def psc_due(allotment: Any, *, spent: Decimal) -> Decimal:
    """Return the support cost on everything spent: round(rate x cumulative expenditure).

    At most what was set aside for it: the last unit of rounding is nobody's expenditure.
    """
    due = Money(spent, allotment.currency).times(allotment.psc_rate)
    return min(due, left(allotment) - left_net(allotment)).amount


def reversed_net(allotment: Any, *, reversed_gross: Decimal) -> Decimal:
    """Return the programmable part of everything taken back, once that much gross is."""
    rest = Money(allotment.gross - reversed_gross, allotment.currency)
    whole = Money(allotment.programmable, allotment.currency)
    return (whole - parts_of_gross(rest, allotment.psc_rate).programmable).amount


def share(whole: Decimal, *, part: Decimal, of: Decimal) -> Decimal:
    """Return the dollars of a part of an amount whose dollars are booked; all of them for all."""
    return Money.rounded(Fraction(whole) * Fraction(part) / Fraction(of), USD).amount


def average(amount: Money, *, cash: Decimal, usd: Decimal) -> Money:
    """Value an amount at the weighted average of the receipts booked (DOMAIN 2b)."""
    return Money.rounded(Fraction(amount.amount) * Fraction(usd) / Fraction(cash), USD)
