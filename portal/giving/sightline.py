"""A pledge from promise to result in one line of sight: eight stations, each with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import Money
from donors.choices.promises import UNPAID, InstalmentState, PledgeState, ReportState
from donors.models import Pledge
from donors.models.report_obligation import OWED
from portal.amounts import money

Rows = dict[str, list[SimpleNamespace]]
DONE, BEGUN, AHEAD = "done", "begun", "ahead"


@dataclass(frozen=True)
class Station:
    """One station: its word, what stands there, a note, and whether it is reached.

    ``anchor`` names the table of the page that tells more; ``late`` says that a day has passed.
    """

    name: str
    label: str
    figure: Any
    note: str
    stage: str
    anchor: str = ""
    late: bool = False


def sightline(pledge: Pledge, rows: Rows, results: Sequence[Any], *, today: date) -> list[Station]:
    """Return the stations of a pledge, the first one first."""
    contribution = getattr(pledge, "contribution", None)
    return [
        _promised(pledge),
        _agreed(pledge, contribution),
        _instalments(rows["instalments"], today),
        _received(contribution, rows["receipts"]),
        _allotted(contribution, rows["allotments"]),
        _spent(pledge, rows["allotments"]),
        _results(results),
        _reports(rows["reports"], today),
    ]


def _stage(reached: Any, *, whole: bool = True) -> str:
    if not reached:
        return AHEAD
    return DONE if whole else BEGUN


def _promised(pledge: Pledge) -> Station:
    announced = pledge.state != PledgeState.DRAFT
    note = date_format(pledge.pledged_on) if pledge.pledged_on else _("not announced yet")
    return Station("promised", _("Promised"), money(pledge.money), note, _stage(announced))


def _agreed(pledge: Pledge, contribution: Any) -> Station:
    if contribution is None:
        signed = pledge.signed_at is not None
        note = _("signed by you, UNODC accepts next") if signed else _("not signed yet")
        return Station("agreed", _("Agreed"), _nothing(), note, BEGUN if signed else AHEAD)
    note = date_format(contribution.agreed_at, "DATE_FORMAT")
    figure = money(contribution.money_due)
    return Station("agreed", _("Agreed"), figure, note, DONE, anchor="agreement")


def _instalments(rows: list[SimpleNamespace], today: date) -> Station:
    standing = [one for one in rows if one.state != InstalmentState.CANCELLED]
    paid = [one for one in standing if one.state == InstalmentState.PAID]
    coming = sorted(one.due_on for one in standing if one.state in UNPAID)
    figure = _("%(done)s of %(all)s") % {"done": len(paid), "all": len(standing)}
    return Station(
        "instalments",
        _("Instalments paid"),
        figure if standing else _nothing(),
        _due(coming),
        _stage(paid, whole=not coming),
        anchor="instalments" if rows else "",
        late=_is_late(coming, today),
    )


def _received(contribution: Any, rows: list[SimpleNamespace]) -> Station:
    if contribution is None or not rows:
        return Station("received", _("Received"), _nothing(), _("nothing yet"), AHEAD)
    note = ngettext("%(number)s receipt", "%(number)s receipts", len(rows)) % {"number": len(rows)}
    whole = contribution.settled >= contribution.due
    figure = money(Money(contribution.applied, contribution.currency))
    return Station(
        "received", _("Received"), figure, note, _stage(True, whole=whole), anchor="receipts"
    )


def _allotted(contribution: Any, rows: list[SimpleNamespace]) -> Station:
    held = contribution.allotted if contribution is not None else Decimal(0)
    if not held:
        return Station("allotted", _("Allotted"), _nothing(), _("nothing yet"), AHEAD)
    number = len({one.component_id for one in rows})
    note = ngettext("%(number)s component", "%(number)s components", number) % {"number": number}
    figure = money(Money(held, contribution.currency))
    whole = not contribution.available.amount
    stage = _stage(True, whole=whole)
    return Station("allotted", _("Allotted"), figure, note, stage, anchor="allotments")


def _spent(pledge: Pledge, rows: list[SimpleNamespace]) -> Station:
    spent = sum((one.spent + one.psc_spent for one in rows), Decimal(0))
    note = _("support cost included") if spent else _("nothing yet")
    figure = money(Money(spent, pledge.currency)) if spent else _nothing()
    whole = pledge.state == PledgeState.CLOSED
    stage = _stage(spent, whole=whole)
    return Station("spent", _("Spent"), figure, note, stage, anchor="allotments" if spent else "")


def _results(results: Sequence[Any]) -> Station:
    done = [one for one in results if one.accepted]
    if not results:
        return Station("results", _("Results"), _nothing(), _("nothing planned yet"), AHEAD)
    figure = _("%(done)s of %(all)s") % {"done": len(done), "all": len(results)}
    note = _("outputs accepted by the State")
    stage = _stage(done, whole=len(done) == len(results))
    return Station("results", _("Results"), figure, note, stage, anchor="results")


def _reports(rows: list[SimpleNamespace], today: date) -> Station:
    standing = [one for one in rows if one.state != ReportState.REPLACED]
    accepted = [one for one in standing if one.state == ReportState.ACCEPTED]
    owed = sorted(one.due_on for one in standing if one.state in OWED)
    figure = _("%(done)s of %(all)s") % {"done": len(accepted), "all": len(standing)}
    return Station(
        "reports",
        _("Reports accepted"),
        figure if standing else _nothing(),
        _due(owed),
        _stage(accepted, whole=len(accepted) == len(standing)),
        anchor="reports" if rows else "",
        late=_is_late(owed, today),
    )


def _due(days: list[date]) -> str:
    return _("next due %(day)s") % {"day": date_format(days[0])} if days else ""


def _is_late(days: list[date], today: date) -> bool:
    return bool(days) and days[0] < today


def _nothing() -> str:
    return "\N{EN DASH}"
