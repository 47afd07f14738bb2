"""What stands before a person's eyes when a step or an entry commits money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import MissingRate
from common.money import Money
from donors.models import Allotment, Amendment, Pledge
from donors.services import commitments
from donors.services.commitments import Commitment
from donors.services.quotes import Shares
from web.columns import money, percent, plain
from web.panels import Panel, tell_before

Lines = list[tuple[Any, ...]]


def _sum(amount: Money) -> str:
    return money(amount.amount, amount.currency)


def _named(shares: Shares) -> Iterator[tuple[str, Money]]:
    """Yield the parts in words, the rates beside those that follow one."""
    rated = _("%(part)s (%(rate)s)")
    yield _("Net"), shares.parts.programmable
    support = {"part": _("Programme support"), "rate": percent(shares.psc_rate)}
    yield rated % support, shares.parts.psc
    if shares.levy_rate:
        levy = {"part": _("Coordination levy"), "rate": percent(shares.levy_rate)}
        yield rated % levy, shares.levy
    yield _("Gross"), shares.gross


def _lines(commitment: Commitment) -> Lines:
    rows = list(_named(commitment.shares))
    if commitment.dollars is None:
        return [(name, _sum(amount), "") for name, amount in rows]
    dollars = [amount for _name, amount in _named(commitment.dollars)]
    return [
        (name, _sum(amount), _sum(usd)) for (name, amount), usd in zip(rows, dollars, strict=True)
    ]


def _rate(commitment: Commitment) -> str:
    """Say at which rate the dollars are counted; an average has no single day."""
    if commitment.rate is None:
        return str(MissingRate.sentence)
    if commitment.rate_on is None:
        rate = plain(commitment.rate)
        return _("At an average of %(rate)s for one US dollar, as booked.") % {"rate": rate}
    told = {"rate": plain(commitment.rate), "day": date_format(commitment.rate_on)}
    return _("UN operational rate %(rate)s for one US dollar, of %(day)s") % told


def _panel(title: str, commitment: Commitment) -> Panel:
    heads = ("", commitment.shares.gross.currency, _("US dollars"))
    return Panel(title, _lines(commitment), heads, _rate(commitment))


def before_pledge(pledge: Pledge, now: datetime) -> list[Panel]:
    """Show what a pledge comes to."""
    return [_panel(_("What it comes to"), commitments.of_pledge(pledge, now=now))]


def before_allotment(allotment: Allotment, _now: datetime) -> list[Panel]:
    """Show what an allotment comes to."""
    return [_panel(_("What it comes to"), commitments.of_allotment(allotment))]


def before_amendment(amendment: Amendment, now: datetime) -> list[Panel]:
    """Show what the agreement comes to before and after."""
    changed = commitments.of_amendment(amendment, now=now)
    return [
        _panel(_("The agreement before"), changed.before),
        _panel(_("The agreement after"), changed.after),
    ]


TOLD: Final = (
    (Pledge, before_pledge),
    (Allotment, before_allotment),
    (Amendment, before_amendment),
)
for model, find in TOLD:
    tell_before(model, find)
