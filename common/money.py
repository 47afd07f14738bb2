"""Amounts of money that never mix currencies, never lose a cent and never meet a float."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.currencies import exponent_of
from common.errors import Invalid, MixedCurrencies, Reason

LARGEST: Final = Decimal(10) ** 15
"""No single amount is larger than this, in any currency."""

TAMEST: Final = 30
"""No factor has more digits than this before or after its point."""

EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,9})?")


def _invalid(code: str, sentence: Promise, field: str = "amount") -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, field)])


def _half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves away from zero."""
    doubled = abs(value) * 2 + 1
    rounded = doubled.numerator // (doubled.denominator * 2)
    return rounded if value >= 0 else -rounded


def _checked(amount: Decimal, exponent: int) -> Decimal:
    if not isinstance(amount, Decimal):
        raise _invalid("amount_not_decimal", _("An amount must be an exact decimal number."))
    if not amount.is_finite():
        raise _invalid("amount_not_finite", _("An amount must be a finite number."))
    if amount.copy_abs() > LARGEST:
        raise _invalid("amount_too_large", _("The amount is too large to be true."))
    quantised = amount.quantize(Decimal(1).scaleb(-exponent), context=EXACT)
    if quantised != amount:
        raise _invalid("amount_too_precise", _("The amount has too many decimals."))
    return quantised or quantised.copy_abs()


@dataclass(frozen=True, slots=True)
class Parts:
    """A gross amount taken apart; ``programmable + psc == gross`` always."""

    programmable: Money
    psc: Money

    @property
    def gross(self) -> Money:
        """Return the whole."""
        return self.programmable + self.psc


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one ISO 4217 currency, with exactly the decimals that currency has.

    Raises Invalid for a float, NaN, infinity, too many decimals, an unknown currency, or an
    amount beyond 10^15. Adding or comparing two currencies raises MixedCurrencies.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Check, and give the amount the currency's decimals so equal amounts look equal."""
        object.__setattr__(self, "amount", _checked(self.amount, exponent_of(self.currency)))

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing, in this currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def of(cls, amount: str | int, currency: str) -> Money:
        """Read a plain number such as "1000.00"; no exponents, signs or digits of other scripts."""
        if isinstance(amount, bool) or not isinstance(amount, str | int):
            raise _invalid("amount_not_decimal", _("An amount must be an exact decimal number."))
        text = amount if isinstance(amount, str) else _digits(amount)
        if not PLAIN_NUMBER.fullmatch(text):
            raise _invalid("amount_not_decimal", _("An amount must be an exact decimal number."))
        return cls(Decimal(text), currency)

    @classmethod
    def rounded(cls, value: Decimal | Fraction, currency: str) -> Money:
        """Round half up (away from zero) to the currency's decimals; Invalid for a float."""
        if not isinstance(value, Decimal | Fraction):
            raise _invalid("amount_not_decimal", _("An amount must be an exact decimal number."))
        if isinstance(value, Decimal) and (not value.is_finite() or value.copy_abs() > LARGEST):
            return cls(value, currency)
        if isinstance(value, Decimal):
            step = Decimal(1).scaleb(-exponent_of(currency))
            return cls(value.quantize(step, context=EXACT), currency)
        return cls.of_minor(_half_up(value * 10 ** exponent_of(currency)), currency)

    @classmethod
    def from_json(cls, value: object) -> Money:
        """Read ``{"amount": "1000.00", "currency": "USD"}`` and nothing looser."""
        if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
            raise _invalid("money_malformed", _("Give an amount and a currency, both as text."))
        amount, currency = value["amount"], value["currency"]
        if not isinstance(amount, str) or not isinstance(currency, str):
            raise _invalid("money_malformed", _("Give an amount and a currency, both as text."))
        return cls.of(amount, currency)

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Money:
        """Read an amount counted in the currency's smallest unit."""
        return cls(EXACT.scaleb(Decimal(minor), -exponent_of(currency)), currency)

    def as_json(self) -> dict[str, str]:
        """Return ``{"amount": "1000.00", "currency": "USD"}``."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,f}"

    @property
    def minor(self) -> int:
        """Return the amount in the currency's smallest unit."""
        return int(self.amount.scaleb(exponent_of(self.currency), context=EXACT))

    @property
    def is_zero(self) -> bool:
        """Say whether there is nothing."""
        return self.amount == 0

    @property
    def is_positive(self) -> bool:
        """Say whether there is something to spend."""
        return self.amount > 0

    @property
    def is_negative(self) -> bool:
        """Say whether this is a correction or a debt."""
        return self.amount < 0

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise MixedCurrencies(data={"currencies": sorted([self.currency, other.currency])})
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __abs__(self) -> Money:
        return Money(self.amount.copy_abs(), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def times(self, factor: Decimal | int | Fraction) -> Money:
        """Multiply exactly, then round half up; Invalid when the factor is a float."""
        return Money.of_minor(_half_up(self.minor * _fraction(factor)), self.currency)

    def split(self, weights: Sequence[Decimal | int]) -> list[Money]:
        """Share the whole by weight, largest remainders first; the shares add up exactly.

        Ties go to the earlier share, and a share of weight nothing receives nothing. Raises
        Invalid when a weight is negative or all are nothing.
        """
        parts = [_fraction(weight) for weight in weights]
        whole = sum(parts, Fraction(0))
        if whole == 0 or min(parts) < 0:
            raise _invalid("weights_invalid", _("Shares need weights, none below nothing."), "")
        minor, sign = abs(self.minor), -1 if self.is_negative else 1
        exact = [minor * part / whole for part in parts]
        shares = [int(share) for share in exact]
        by_remainder = sorted(range(len(exact)), key=lambda at: shares[at] - exact[at])
        for at in by_remainder[: minor - sum(shares)]:
            shares[at] += 1
        return [Money.of_minor(sign * share, self.currency) for share in shares]


def _digits(number: int) -> str:
    """Spell a whole number without trusting its size (Python refuses to print the absurd)."""
    if abs(number) > LARGEST:
        raise _invalid("amount_too_large", _("The amount is too large to be true."))
    return str(number)


def _fraction(value: object) -> Fraction:
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= TAMEST:
        return Fraction(value)
    raise _invalid("factor_invalid", _("A factor must be an exact and finite number."), "")


def _rate(rate: Decimal) -> Fraction:
    value = _fraction(rate)
    if not 0 <= value <= 1:
        raise _invalid("rate_out_of_range", _("A rate lies between 0 and 100 per cent."), "rate")
    return value


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """Add amounts that must all be in this currency; of none, the sum is nothing."""
    return sum(amounts, Money.zero(currency))


def parts_of_gross(gross: Money, rate: Decimal) -> Parts:
    """Take programme support cost out of a gross amount (DOMAIN 2.2).

    PSC is a percentage of expenditure: programmable = round_half_up(gross / (1 + rate)) at the
    currency's decimals and PSC is the rest, so the parts always add up.
    """
    programmable = Money.of_minor(_half_up(gross.minor / (1 + _rate(rate))), gross.currency)
    return Parts(programmable=programmable, psc=gross - programmable)


def gross_of(net: Money, rate: Decimal) -> Parts:
    """Add programme support cost to a net amount; ``parts_of_gross`` gives the net back exactly."""
    psc = net.times(1 + _rate(rate)) - net
    return Parts(programmable=net, psc=psc)
