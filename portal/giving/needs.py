"""The needs that States share: the list with its filters, and one need with its costs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.errors import NotFound
from donors.choices.money import FUNDABLE_REQUESTS
from portal.access import actor_of, seen_by
from portal.forms.filters import NeedFilters
from portal.pages import page_of
from portal.parts import revive, with_parts
from portal.requests.file import parts_for
from portal.totals import sums_of
from ta_requests.models import Component, Request
from workflows.actors import Actor

SHOWN = ("themes", "types", "instruments", "items", "components")


def on_show(actor: Actor) -> QuerySet[Request]:
    """Return the requests that are circulated and open to the actor's eyes."""
    return Request.objects.visible_to(actor).filter(circulated_at__isnull=False)


@require_safe
@seen_by("donor", "staff", "auditor")
def needs(request: HttpRequest) -> HttpResponse:
    """List the needs on show, the most recent first, with what they cost."""
    actor = actor_of(request)
    filters = NeedFilters(request.GET)
    standing = Component.objects.standing().filter(request=OuterRef("pk")).order_by()
    gross = standing.values("request").annotate(sum=Sum("gross")).values("sum")
    found = on_show(actor).select_related("country").annotate(gross=Subquery(gross))
    page = page_of(request, filters.applied_to(found).order_by("-circulated_at", "id"))
    return render(request, "portal/needs.html", {"page": page, "filters": filters, "actor": actor})


@require_safe
@seen_by("donor", "staff", "auditor")
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one need: what is asked for, and each component with net, support cost and gross."""
    actor = actor_of(request)
    subject, parts = need_with_parts(pk, actor=actor)
    context = {
        **as_shown(subject, parts),
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
    found = with_parts(on_show(actor).select_related("country"), parts).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found, revive(found, parts)
