"""The figures with their charts: what the public may read, and what one's own sight holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import actor_of, seen_by
from portal.amounts import plain
from portal.charts.bars import Bars, bars
from portal.charts.flow import Flow, flow
from reporting.coverage import Coverage, coverage
from reporting.flows import Stream, published_streams, streams
from reporting.pipeline import Reached, Waited, days_per_court, funnel
from reporting.sight import FEWEST, published, sight_of


@dataclass(frozen=True)
class Figures:
    """Rows for the tables, and the drawing beside each (None where there is nothing to draw)."""

    reached: list[Reached]
    waited: list[Waited]
    coverage: list[Coverage]
    streams: list[Stream]

    @property
    def funnel(self) -> Bars:
        """Draw how far requests came."""
        return bars([(one.label, [one.requests], _told(one.requests)) for one in self.reached])

    @property
    def courts(self) -> Bars:
        """Draw the days per court."""
        return bars([(one.label, [one.days], _told(one.days)) for one in self.waited])

    @property
    def totals(self) -> Bars | None:
        """Draw the three totals of each region that may be told."""
        told = [one for one in self.coverage if one.needed is not None]
        groups = [(one.region, [one.pledged, one.committed, one.received], "") for one in told]
        return bars(groups) if groups else None

    @property
    def flow(self) -> Flow | None:
        """Draw the way of the money."""
        return flow([((one.donor, one.theme, one.region), one.usd) for one in self.streams])


def _told(value: Decimal | int | None) -> str:
    return _("not told") if value is None else plain(Decimal(value))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show everyone the pipeline in figures: consented requests only, small cells left out."""
    with published() as sight:
        found = Figures(
            reached=funnel(sight, since_circulation=True),
            waited=days_per_court(sight),
            coverage=coverage(sight),
            streams=published_streams(sight),
        )
        return _page(request, found, public=True)


@require_safe
@seen_by("donor", "staff", "auditor")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the same figures over everything the person may read."""
    actor = actor_of(request)
    sight = sight_of(actor)
    whole = actor.reads_all_cases
    found = Figures(
        reached=funnel(sight, since_circulation=not whole),
        waited=days_per_court(sight) if whole else [],
        coverage=coverage(sight) if whole else [],
        streams=streams(sight, actor=actor),
    )
    return _page(request, found, public=False)


def _page(request: HttpRequest, found: Figures, **more: Any) -> HttpResponse:
    context = {"figures": found, "fewest": FEWEST, "legend": _legend(), **more}
    return render(request, "portal/figures.html", context)


def _legend() -> Sequence[tuple[int, str]]:
    return ((1, _("Pledged")), (2, _("Committed")), (3, _("Received")))
