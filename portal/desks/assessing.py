"""The assessment desk: who must be assessed, how far each report is, and how requests rank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.amounts import plain
from portal.desks.sections import (
    Line,
    Section,
    days_until,
    first_of_all,
    first_of_each,
    section,
)
from ta_requests.choices.assessment import OPEN, Area
from ta_requests.choices.request import RequestState
from ta_requests.models import (
    AssessedArea,
    Assessment,
    Assessor,
    Component,
    PriorityScore,
    Request,
)
from workflows.actors import Actor


@require_safe
@seen_by("staff", "auditor")
def assessment(request: HttpRequest) -> HttpResponse:
    """Show what waits to be assessed, the reports under way by state, and the ranking."""
    actor, now = actor_of(request), now_of(request)
    sections = [_unassessed(actor), *_under_way(actor, now), _ranking(actor)]
    context = {
        "title": _("Assessment desk"),
        "may_mark": actor.sees("staff"),
        "at": "assessment",
        "help": _(
            "Who must be assessed, how far each report is, and how assessed requests rank. The "
            "score ranks requests and decides on none; a section chief decides."
        ),
        "sections": sections,
    }
    return render(request, "portal/desks/desk.html", context)


def _line_of_request(row: Any, *cells: Any) -> Line:
    return Line(
        url=page_of("request", row.pk),
        title=row.title,
        reference=row.reference or "",
        cells=[row.country.name, *cells],
    )


def _unassessed(actor: Actor) -> Section:
    found = Request.objects.visible_to(actor).filter(state=RequestState.ACKNOWLEDGED)
    return section(
        "unassessed",
        _("Acknowledged, to be assessed or decided"),
        [_("Member State")],
        first_of_all(found.select_related("country"), "acknowledged_at"),
        _line_of_request,
        empty=_("No acknowledged request waits."),
        more="kind=request&whose=anybody",
    )


def _under_way(actor: Actor, now: datetime) -> list[Section]:
    """Return one section per state of open work."""
    found = first_of_each(_with_progress(actor), "state", F("silence_due_at").asc(nulls_last=True))
    by_state: dict[str, list[Any]] = {}
    for row in found:
        by_state.setdefault(row.state, []).append(row)
    heads = [_("Member State"), _("Lead"), _("Areas"), _("Components"), _("Priority score")]
    return [
        section(
            state.value,
            str(state.label),
            heads,
            by_state.get(state.value, ()),
            lambda row: _line(row, now),
            empty=_("None."),
            more="kind=assessment&whose=anybody",
        )
        for state in OPEN
    ]


def _with_progress(actor: Actor) -> QuerySet[Any]:
    own = {"assessment": OuterRef("pk")}

    def counted(model: Any) -> Coalesce:
        rows = model.objects.filter(**own).order_by().values("assessment")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    lead = Assessor.objects.serving().filter(is_lead=True, **own)
    return (
        Assessment.objects.visible_to(actor)
        .open()
        .select_related("request__country")
        .annotate(
            areas_seen=counted(AssessedArea),
            costed=counted(Component),
            lead=Subquery(lead.values("person__name")[:1]),
            rated=Exists(PriorityScore.objects.filter(**own)),
        )
    )


def _line(row: Any, now: datetime) -> Line:
    areas = _("%(seen)s of %(all)s") % {"seen": row.areas_seen, "all": len(Area)}
    return Line(
        url=page_of("assessment", row.pk),
        title=row.request.title,
        reference=row.reference,
        cells=[
            row.request.country.name,
            row.lead or "",
            areas,
            row.costed,
            _("yes") if row.rated else _("no"),
        ],
        due=row.silence_due_at,
        days_left=days_until(row.silence_due_at, now=now),
    )


def _ranking(actor: Actor) -> Section:
    found = Request.objects.visible_to(actor).filter(state=RequestState.ASSESSED)
    return section(
        "ranking",
        _("Assessed, by priority score"),
        [_("Member State"), _("Priority score")],
        first_of_all(found.select_related("country"), F("priority_score").desc(nulls_last=True)),
        lambda row: _line_of_request(row, plain(row.priority_score)),
        empty=_("No assessed request waits for a decision on funding."),
        more="kind=request&whose=anybody",
    )
