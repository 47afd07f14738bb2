"""The needs that States share: the list with its filters, and one need with its costs."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import day_of
from common.errors import NotFound
from donors.choices.money import FUNDABLE_REQUESTS
from donors.services.criteria import Atlas, with_subjects
from portal.access import actor_of, now_of, seen_by
from portal.forms.need_filters import NeedFilters
from portal.giving.criteria import Match, match_of, own_criteria
from portal.giving.regions import by_region, drawing_of
from portal.pages import page_of
from portal.parts import Part, revive, with_parts
from portal.requests.file import COMPONENT, parts_for
from portal.totals import sums_of
from reference.models import Country, Region, Theme
from reference.services.countries import statuses_of
from ta_requests.models import Component, Request
from ta_requests.services.narrowing import with_gross
from workflows.actors import Actor

SHOWN = ("themes", "types", "instruments", "items", "components")
LISTED: Final = ("title", "reference", "state", "priority_score", "country")
"""What the list tells of a need: the texts of its file are long."""

NO_ATLAS: Final = Atlas(regions={}, themes={}, groups={})
AT_ONCE: Final = 12
FIRST_PARTS: Final = 6
"""How many needs a page lists and how many components of each: it stays light whatever they are."""


def on_show(actor: Actor) -> QuerySet[Request]:
    """Return the requests that are circulated and open to the actor's eyes."""
    return Request.objects.visible_to(actor).filter(circulated_at__isnull=False)


@require_safe
@seen_by("donor", "staff", "auditor")
def needs(request: HttpRequest) -> HttpResponse:
    """List the needs on show, the most recent first, each with the costs of its components."""
    actor, today = actor_of(request), day_of(now_of(request))
    shown = on_show(actor)
    regions, themes = list(Region.objects.all()), list(Theme.objects.all())
    countries = Country.objects.filter(pk__in=shown.order_by().values("country"))
    filters = NeedFilters(request.GET, regions=regions, countries=countries, themes=themes)
    own = own_criteria(actor)
    read = with_subjects(shown) if own else with_gross(shown)
    found = filters.applied_to(read, on=today)
    parts = {"components": costs_for(actor)}
    listed = found.select_related("country").only(*LISTED)
    rows = with_parts(listed, parts).order_by("-circulated_at", "id")
    page = page_of(request, rows, size=AT_ONCE)
    pictured = by_region(found, regions)
    atlas = Atlas(
        regions={one.code: one.parent_id for one in regions},
        themes={one.code: one.parent_id for one in themes},
        groups=statuses_of({one.country_id for one in page.rows}, on=today),
    )
    context = {
        "page": page,
        "needs": [
            _listed(one, revive(one, parts)["components"], match_of(own, one, atlas=atlas))
            for one in page.rows
        ],
        "regions": pictured,
        "drawing": drawing_of(pictured),
        "found": sum(one.needs for one in pictured),
        "groups": _shown_groups(atlas),
        "filters": filters,
        "criteria": own,
        "actor": actor,
    }
    return render(request, "portal/needs.html", context)


def costs_for(actor: Actor) -> Part:
    """Return the components in force, as far as the actor may read them."""
    standing = Component.objects.visible_to(actor).standing()
    return Part(standing, "request_id", COMPONENT, ("phase", "number"))


def _shown_groups(atlas: Atlas) -> dict[str, list[str]]:
    """Return the groups that make a country a priority (OP11), for a list: few letters each."""
    return {code: sorted(held - {"DEVELOPING"}) for code, held in atlas.groups.items()}


def _listed(subject: Request, components: list[Any], match: Match | None) -> dict[str, Any]:
    """Return one need with its first components; the rest stand on its own page."""
    return {
        "subject": subject,
        "components": components[:FIRST_PARTS],
        "more": max(0, len(components) - FIRST_PARTS),
        "sums": sums_of(components),
        "match": match,
    }


@require_safe
@seen_by("donor", "staff", "auditor")
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one need: what is asked for, and each component with net, support cost and gross."""
    actor = actor_of(request)
    subject, parts = need_with_parts(pk, actor=actor)
    own, today = own_criteria(actor), day_of(now_of(request))
    atlas = Atlas.of([subject.country_id], on=today) if own else NO_ATLAS
    context = {
        **as_shown(subject, parts),
        "match": match_of(own, subject, atlas=atlas),
        "may_pledge": actor.has("donor_rep") and subject.state in FUNDABLE_REQUESTS,
    }
    return render(request, "portal/need.html", context)


def as_shown(subject: Request, parts: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what the page of a need shows; a State sees the same before it consents."""
    return {
        "subject": subject,
        "file": {"parts": {name: parts[name] for name in SHOWN}},
        "sums": sums_of(parts["components"]),
    }


def need_with_parts(pk: UUID, *, actor: Actor) -> tuple[Request, dict[str, list[Any]]]:
    """Return one need and its parts.

    Raises:
        NotFound: unknown, or not on show for the actor.
    """
    parts = {name: part for name, part in parts_for(actor).items() if name in SHOWN}
    shown = with_subjects(on_show(actor)).select_related("country")
    found = with_parts(shown, parts).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found, revive(found, parts)
