"""What an amount comes to before anybody commits to it: net, support cost, gross, dollars, rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.money import Money, Parts, gross_of, parts_of_gross
from reference.services.parameters import rate_of
from reference.services.rates import UsdValue, to_usd


@dataclass(frozen=True, kw_only=True)
class Quote:
    """An amount taken apart, and its worth in US dollars at the rate in force on a day."""

    parts: Parts
    psc_rate: Decimal
    value: UsdValue


def quote(*, amount: Money, on: date, psc_rate: Decimal | None = None, net: bool = False) -> Quote:
    """Take a gross amount apart, or build one up from a net amount.

    Without ``psc_rate`` the standard rate is taken.

    Raises:
        MissingRate: no rate of exchange; Invalid: a support rate outside 0 to 1.
    """
    rate = rate_of("psc_rate") if psc_rate is None else psc_rate
    parts = gross_of(amount, rate) if net else parts_of_gross(amount, rate)
    return Quote(parts=parts, psc_rate=rate, value=to_usd(parts.gross, on=on))
