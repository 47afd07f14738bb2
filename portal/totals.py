"""The three totals of a request beside what it needs; never added up, never one percentage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ta_requests.choices.assessment import ComponentStatus


@dataclass(frozen=True)
class Bar:
    """One total: its word, its amount, and how far it reaches of what is needed."""

    kind: str
    label: str
    usd: Decimal
    of: Decimal
    reach: str


@dataclass(frozen=True)
class Sums:
    """Net, support cost and gross of components, in US dollars."""

    net: Decimal
    psc: Decimal
    gross: Decimal


@dataclass(frozen=True)
class Totals:
    """What the components need, and what is pledged, committed and received."""

    needed: Sums
    bars: list[Bar]
    next_step: str


def sums_of(components: Iterable[Any]) -> Sums:
    """Add up the components that are not replaced."""
    standing = [one for one in components if one.status != ComponentStatus.RETIRED]
    net = sum((one.net for one in standing), Decimal(0))
    gross = sum((one.gross for one in standing), Decimal(0))
    return Sums(net=net, psc=gross - net, gross=gross)


def totals_of(request: Any, components: Iterable[Any]) -> Totals | None:
    """Return the totals of a request with components; None before there are any."""
    needed = sums_of(components)
    if not needed.gross:
        return None
    position = getattr(request, "position", None)
    amounts = {
        kind: getattr(position, f"{kind}_usd", Decimal(0))
        for kind in ("pledged", "committed", "received")
    }
    return Totals(needed=needed, bars=_bars(amounts, needed.gross), next_step=_next(amounts))


def _bars(amounts: dict[str, Decimal], gross: Decimal) -> list[Bar]:
    labels = {"pledged": _("Pledged"), "committed": _("Committed"), "received": _("Received")}
    return [
        Bar(kind, labels[kind], usd, gross, f"{min(usd / gross, Decimal(1)):.4f}")
        for kind, usd in amounts.items()
    ]


def _next(amounts: dict[str, Decimal]) -> str:
    if amounts["received"]:
        return _("Next: what was received is allotted by three officers of UNODC.")
    if amounts["committed"]:
        return _("Next: the donors pay the instalments they agreed to.")
    if amounts["pledged"]:
        return _("Next: pledges become agreements between the donors and UNODC.")
    return _("Next: a donor pledges.")
