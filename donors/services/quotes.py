"""What an amount comes to before anybody commits to it: net, support cost, levy, gross, dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from accounts.models import Organisation
from common.money import Money, Parts, gross_of, parts_of_gross
from donors.choices.promises import Earmark
from donors.lifecycle.levy import is_due
from donors.models import Pledge
from reference.services.parameters import rate_of
from reference.services.rates import UsdValue, to_usd


@dataclass(frozen=True, kw_only=True)
class Shares:
    """An amount taken apart: ``parts`` may be allotted, and with ``levy`` they are the gross.

    The coordination levy is told apart from support cost (DOMAIN 2b).
    """

    parts: Parts
    psc_rate: Decimal
    levy: Money
    levy_rate: Decimal

    @property
    def gross(self) -> Money:
        """Return the whole amount the donor pays."""
        return self.parts.gross + self.levy


@dataclass(frozen=True, kw_only=True)
class Quote(Shares):
    """The same, and its worth in US dollars at the rate in force on a day."""

    value: UsdValue


def quote(
    *,
    amount: Money,
    on: date,
    psc_rate: Decimal | None = None,
    net: bool = False,
    levied: bool = False,
) -> Quote:
    """Take a gross amount apart, or build one up from a net amount.

    Without ``psc_rate`` the standard rate is taken; ``levied`` where ``bears_levy`` says so.

    Raises:
        MissingRate: no rate of exchange; Invalid: a support rate outside 0 to 1.
    """
    rate = rate_of("psc_rate") if psc_rate is None else psc_rate
    levy_rate = rate_of("coordination_levy_rate") if levied else Decimal(0)
    if net:
        parts = gross_of(amount, rate)
        levy = _levy_above(parts.gross, levy_rate)
    else:
        shares = taken_apart(amount, psc_rate=rate, levy_rate=levy_rate)
        levy, parts = shares.levy, shares.parts
    return Quote(
        parts=parts,
        psc_rate=rate,
        levy=levy,
        levy_rate=levy_rate,
        value=to_usd(parts.gross + levy, on=on),
    )


def shares_of(pledge: Pledge) -> Shares:
    """Take the amount of a pledge apart at its own support rate."""
    return taken_apart(pledge.money, psc_rate=pledge.psc_rate, levy_rate=levy_rate_of(pledge))


def levy_rate_of(
    pledge: Pledge, *, earmark_category: str | None = None, local_resources: bool | None = None
) -> Decimal:
    """Return the rate of the coordination levy a pledge bears, under its terms or under others."""
    category = pledge.earmark_category if earmark_category is None else earmark_category
    local = pledge.local_resources if local_resources is None else local_resources
    levied = not pledge.published_from and bears_levy(
        donor_id=pledge.organisation_id, earmark_category=category, local_resources=local
    )
    return rate_of("coordination_levy_rate") if levied else Decimal(0)


def taken_apart(gross: Money, *, psc_rate: Decimal, levy_rate: Decimal = Decimal(0)) -> Shares:
    """Take a gross amount apart into what may be allotted, support cost and levy."""
    levy = gross.times(levy_rate)
    return Shares(
        parts=parts_of_gross(gross - levy, psc_rate),
        psc_rate=psc_rate,
        levy=levy,
        levy_rate=levy_rate,
    )


def bears_levy(
    *, donor_id: UUID | None, earmark_category: str, local_resources: bool = False
) -> bool:
    """Tell whether the coordination levy is due on what a donor gives in this way."""
    if donor_id is None or earmark_category != Earmark.TIGHTLY:
        return False
    kinds = Organisation.objects.filter(pk=donor_id).values_list("kind", flat=True)
    return is_due(
        earmark_category=earmark_category,
        local_resources=local_resources,
        donor_kind=kinds.first() or "",
    )


def _levy_above(allotted: Money, rate: Decimal) -> Money:
    """Return the levy of the amount of which this is left once the levy is taken."""
    whole = Fraction(allotted.amount) / (1 - Fraction(rate))
    return Money.rounded(whole, allotted.currency) - allotted
