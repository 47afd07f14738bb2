"""The relationship desk: pledges on their way to an agreement, donors examined, money awaited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.clock import day_of
from donors.choices.promises import ANNOUNCED, DueDiligenceState, WaiverState
from donors.machines.pledge import PLEDGE
from donors.models import DueDiligence, Instalment, Pledge, PscWaiver, ReportObligation
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of, step_of
from portal.amounts import money, percent
from portal.desks.sections import (
    Line,
    Section,
    days_until,
    first_of_all,
    first_of_each,
    section,
)
from workflows.actors import Actor
from workflows.moves import Move

SOON = timedelta(days=90)
"""Clearances that end within this time are shown, so that a new examination is ready in time."""


@require_safe
@seen_by("staff", "auditor")
def relations(request: HttpRequest) -> HttpResponse:
    """Show pledges by state, examinations, expiring clearances, waivers, money and reports owed."""
    actor, now = actor_of(request), now_of(request)
    sections = [
        *_pledges(actor, now),
        _examinations(actor),
        _clearances(actor, now),
        _waivers(actor),
        _instalments(actor, now),
        _reports(actor, now),
    ]
    begin = actor.has("cofinancing_officer")
    context = {
        "title": _("Relationship desk"),
        "may_mark": actor.sees("staff"),
        "at": "relations",
        "help": _(
            "Pledges on their way to an agreement, donors under examination, and what is late. "
            "Write a pledge down only from a letter that you can attach."
        ),
        "sections": sections,
        "begin": _beginnings() if begin else [],
    }
    return render(request, "portal/desks/desk.html", context)


def _beginnings() -> list[tuple[str, str]]:
    return [
        (_("Write a pledge down from a letter"), reverse("portal:begin", args=["pledge"])),
        (
            _("Ask for the examination of a donor"),
            reverse("portal:begin", args=["due_diligence"]),
        ),
    ]


def _pledges(actor: Actor, now: datetime) -> list[Section]:
    found = Pledge.objects.visible_to(actor).announced().select_related("organisation__country")
    by_state: dict[str, list[Any]] = {}
    for row in first_of_each(found, "state", F("expiry_on").asc(nulls_last=True), "created_at"):
        by_state.setdefault(row.state, []).append(row)
    return [
        section(
            state.value,
            str(state.label),
            _heads(state, actor),
            by_state.get(state.value, ()),
            lambda row: Line(
                url=page_of("pledge", row.pk),
                title=row.title,
                reference=row.reference,
                cells=[
                    row.organisation.display_name,
                    money(row.money),
                    money(row.usd),
                    *_ways(row, actor),
                ],
                due=row.expiry_on,
                days_left=days_until(row.expiry_on, now=now),
            ),
            empty=_("None."),
            more="kind=pledge&whose=anybody",
        )
        for state in ANNOUNCED
    ]


def _heads(state: str, actor: Actor) -> list[str]:
    heads = [_("Donor"), _("Amount"), _("US dollars")]
    return [*heads, _("Step")] if _in_part(state, actor) else heads


def _in_part(state: str, actor: Actor) -> Move | None:
    """Return the step by which the actor may agree to a part of a pledge in this state."""
    step = PLEDGE.declared("agree_in_part").get(state)
    return step if step is not None and actor.has("cofinancing_officer") else None


def _ways(row: Pledge, actor: Actor) -> list[str]:
    """Return the cell that leads to agreeing in part; what is signed is agreed whole."""
    step = _in_part(row.state, actor)
    if step is None:
        return []
    return ["" if row.signed_at else _way(row, step)]


def _way(row: Pledge, step: Move) -> str:
    return format_html(
        '<a href="{}">{} <span class="visually-hidden">{}</span></a>',
        step_of(PLEDGE.key, row.pk, "agree_in_part"),
        step.title,
        row.reference,
    )


def _examined(row: Any, *cells: Any, **more: Any) -> Line:
    return Line(
        url=page_of("due_diligence", row.pk),
        title=row.organisation.display_name,
        reference=row.reference,
        cells=list(cells),
        **more,
    )


def _examinations(actor: Actor) -> Section:
    found = DueDiligence.objects.visible_to(actor).filter(state=DueDiligenceState.PENDING)
    return section(
        "examinations",
        _("Due diligence under way"),
        [],
        first_of_all(found.select_related("organisation__country"), "created_at"),
        _examined,
        empty=_("No donor is being examined."),
        more="kind=due_diligence&whose=anybody",
    )


def _clearances(actor: Actor, now: datetime) -> Section:
    today = day_of(now)
    in_date = DueDiligence.objects.visible_to(actor).valid(on=today)
    ending = in_date.filter(valid_until__lte=today + SOON)
    return section(
        "clearances",
        _("Clearances ending within 90 days"),
        [_("Status")],
        first_of_all(ending.select_related("organisation__country"), "valid_until"),
        lambda row: _examined(
            row,
            row.get_state_display(),
            due=row.valid_until,
            days_left=days_until(row.valid_until, now=now),
        ),
        empty=_("No clearance ends soon."),
    )


def _waivers(actor: Actor) -> Section:
    found = PscWaiver.objects.visible_to(actor).filter(state=WaiverState.ASKED)
    return section(
        "waivers",
        _("Other support rates asked for"),
        [_("Rate"), _("Clause")],
        first_of_all(found.select_related("pledge"), "created_at"),
        lambda row: Line(
            url=page_of("psc_waiver", row.pk),
            title=row.pledge.title,
            reference=row.pledge.reference,
            cells=[percent(row.rate), row.clause],
        ),
        empty=_("No question of rate is open."),
        more="kind=psc_waiver&whose=anybody",
    )


def _instalments(actor: Actor, now: datetime) -> Section:
    late = Instalment.objects.visible_to(actor).overdue(on=day_of(now))
    return section(
        "instalments",
        _("Overdue instalments"),
        [_("Donor"), _("Amount")],
        first_of_all(late.select_related("pledge__organisation__country"), "due_on"),
        lambda row: Line(
            url=page_of("pledge", row.pledge_id),
            title=row.pledge.title,
            reference=f"{row.pledge.reference} / {row.number}",
            cells=[row.pledge.organisation.display_name, money(row.money)],
            due=row.due_on,
            days_left=days_until(row.due_on, now=now),
        ),
        empty=_("No instalment is overdue."),
    )


def _reports(actor: Actor, now: datetime) -> Section:
    late = ReportObligation.objects.visible_to(actor).overdue(on=day_of(now))
    return section(
        "reports",
        _("Overdue reports"),
        [_("Donor"), _("Kind")],
        first_of_all(late.select_related("pledge", "organisation__country"), "due_on"),
        lambda row: Line(
            url=page_of("report_obligation", row.pk),
            title=row.pledge.title,
            reference=row.reference,
            cells=[row.organisation.display_name, row.get_kind_display()],
            due=row.due_on,
            days_left=days_until(row.due_on, now=now),
        ),
        empty=_("No report is overdue."),
        more="kind=report_obligation&whose=anybody&due=overdue",
    )
