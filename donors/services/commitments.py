"""What a step commits: net, support cost, levy and gross, in its currency and in US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from common.clock import day_of
from common.errors import MissingRate
from common.money import Money, Parts, parts_of_gross
from donors.lifecycle.balances import USD
from donors.machines.allotment import dollars_of
from donors.models import Allotment, Amendment, Contribution, Pledge
from donors.services.amending import growth, tied_to
from donors.services.quotes import Shares, levy_rate_of, shares_of, taken_apart
from reference.services.rates import to_usd
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

EIGHT_PLACES: Final = Decimal("1E-8")


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """An amount taken apart, and its dollars taken apart in the same way, so that both add up.

    ``rate`` is in units of the currency for one dollar, ``rate_on`` its day; an average of
    what was booked has no single day. Nothing of it is known where there is no rate.
    """

    shares: Shares
    dollars: Shares | None = None
    rate: Decimal | None = None
    rate_on: date | None = None


def of_pledge(pledge: Pledge, *, now: datetime) -> Commitment:
    """Return what a pledge comes to: as booked once it is agreed, at the rate of today until then.

    What is booked follows the amendments; ``agreed_usd`` stays that of the day it was agreed.
    """
    shares = shares_of(pledge)
    if pledge.agreed_usd is not None:
        with speaking_as(SYSTEM):
            cash = Contribution.objects.get(pledge=pledge)
        return _booked(cash, shares, usd=cash.usd, agreed=pledge.agreed_usd)
    try:
        value = to_usd(pledge.money, on=day_of(now))
    except MissingRate:
        return Commitment(shares=shares)
    return _worth(shares, value.usd, rate=value.rate, on=value.rate_date)


def _worth(shares: Shares, usd: Money, *, rate: Decimal, on: date | None) -> Commitment:
    dollars = taken_apart(usd, psc_rate=shares.psc_rate, levy_rate=shares.levy_rate)
    return Commitment(shares=shares, dollars=dollars, rate=rate, rate_on=on)


def _booked(
    cash: Contribution, shares: Shares, *, usd: Decimal, agreed: Decimal | None
) -> Commitment:
    """Return what is booked at ``usd``: once amended, these dollars are of several days."""
    if usd in (0, agreed):
        return _worth(shares, Money(usd, USD), rate=cash.rate, on=cash.rate_on)
    return _worth(shares, Money(usd, USD), rate=_average(shares.gross.amount, usd), on=None)


def of_allotment(allotment: Allotment) -> Commitment:
    """Return what an allotment comes to: its dollars are the average of the receipts booked."""
    parts = parts_of_gross(allotment.money, allotment.psc_rate)
    shares = _of_parts(parts, allotment)
    gross, net = allotment.usd_gross, allotment.usd_programmable
    if not gross:
        gross, net = dollars_of(allotment, allotment.contribution)
    if not gross:
        return Commitment(shares=shares)
    usd = Parts(programmable=Money(net, USD), psc=Money(gross - net, USD))
    rate = _average(allotment.gross, gross)
    return Commitment(shares=shares, dollars=_of_parts(usd, allotment), rate=rate)


def _of_parts(parts: Parts, allotment: Allotment) -> Shares:
    levy = Money.zero(parts.psc.currency)
    return Shares(parts=parts, psc_rate=allotment.psc_rate, levy=levy, levy_rate=Decimal(0))


def _average(amount: Decimal, usd: Decimal) -> Decimal:
    return (amount / usd).quantize(EIGHT_PLACES)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What an agreement comes to before an amendment and after it."""

    before: Commitment
    after: Commitment


def of_amendment(amendment: Amendment, *, now: datetime) -> Changed:
    """Return what the agreement comes to as booked, and once an open amendment takes effect.

    What is added counts at the rate of today, what is taken away as it was booked (DOMAIN 2.6).
    """
    pledge, changes = amendment.pledge, amendment.changes
    with speaking_as(SYSTEM):
        cash = Contribution.objects.get(pledge=pledge)
        levied = levy_rate_of(pledge, **_terms_after(amendment))
        amount = Decimal(changes.get("amount", cash.amount))
        after = taken_apart(
            Money(amount, cash.currency), psc_rate=pledge.psc_rate, levy_rate=levied
        )
        return Changed(
            before=_booked(cash, shares_of(pledge), usd=cash.usd, agreed=pledge.agreed_usd),
            after=_grown(cash, after, agreed=pledge.agreed_usd, on=day_of(now)),
        )


def _terms_after(amendment: Amendment) -> dict[str, Any]:
    """Return the terms on which the levy hangs, as far as they change."""
    changes = amendment.changes
    told: dict[str, Any] = {"earmark_category": changes.get("earmark_category")}
    if "request" in changes:
        told["local_resources"] = tied_to(amendment, changes["request"])["local_resources"]
    return told


def _grown(cash: Contribution, shares: Shares, *, agreed: Decimal | None, on: date) -> Commitment:
    try:
        more, _rate = growth(cash, to=shares.gross.amount, on=on)
    except MissingRate:
        return Commitment(shares=shares)
    return _booked(cash, shares, usd=cash.usd + more.usd, agreed=agreed)
