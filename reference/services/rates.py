"""The rate in force on a day, and what an amount is worth in US dollars on it (DOMAIN 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, MissingRate, Reason
from common.money import Money
from reference.models.currencies import UN_OPERATIONAL, ExchangeRate
from reference.services.parameters import rate_of

USD: Final = "USD"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency for one US dollar, and since when."""

    currency: str
    units_per_usd: Decimal
    effective_on: date
    source: str


@dataclass(frozen=True, slots=True)
class UsdValue:
    """An amount, its worth in US dollars, and the rate to store beside both."""

    original: Money
    usd: Money
    rate: Decimal
    rate_date: date
    source: str


@dataclass(frozen=True, slots=True)
class RateWarning:
    """An amount and its dollars imply a rate too far from the table to be taken on trust."""

    implied: Decimal
    table: Decimal
    deviation: Decimal
    rate_date: date


def rate_on(currency: str, day: date) -> Rate:
    """Return the newest UN operational rate effective on or before a day; else MissingRate.

    A dollar is a dollar on every day, whether or not a file says so.
    """
    if currency == USD:
        return Rate(USD, Decimal(1), day, UN_OPERATIONAL)
    found = ExchangeRate.objects.in_force(currency, on=day).first()
    if found is None:
        raise MissingRate(data={"currency": currency, "day": day.isoformat()})
    return Rate(currency, found.units_per_usd, found.effective_on, found.source)


def to_usd(money: Money, *, on: date) -> UsdValue:
    """Value an amount in US dollars at the rate in force on its value date.

    Rounded half up at the cent. Raises MissingRate.
    """
    rate = rate_on(money.currency, on)
    return UsdValue(
        original=money,
        usd=Money.rounded(Fraction(money.amount) / Fraction(rate.units_per_usd), USD),
        rate=rate.units_per_usd,
        rate_date=rate.effective_on,
        source=rate.source,
    )


def implied_rate_warning(money: Money, *, usd: Money, on: date) -> RateWarning | None:
    """Compare the rate an amount and its dollars imply with the table; None when near enough.

    More than 5 % (parameter ``implied_rate_tolerance``) off the table's rate warns. Raises
    Invalid when the two amounts imply no rate at all, MissingRate when the table has none.
    """
    if usd.currency != USD or usd.is_zero or money.is_zero or usd.is_negative != money.is_negative:
        sentence = _("An amount and its value in US dollars must both be there and agree in sign.")
        raise Invalid(reasons=[Reason("rate_not_implied", sentence, "usd")])
    rate = rate_on(money.currency, on)
    table = Fraction(rate.units_per_usd)
    implied = Fraction(money.amount) / Fraction(usd.amount)
    deviation = abs(implied - table) / table
    if deviation <= Fraction(rate_of("implied_rate_tolerance")):
        return None
    return RateWarning(
        implied=_eight_places(implied),
        table=rate.units_per_usd,
        deviation=_eight_places(deviation),
        rate_date=rate.effective_on,
    )


def _eight_places(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("1E-8"))
