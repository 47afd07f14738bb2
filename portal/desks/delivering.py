"""The delivery desk: plans to agree, evidence to look at, goods on their way, cases to close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.clock import day_of
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
from ta_requests.choices.delivery import (
    LIVE,
    UNSETTLED,
    DeliveryState,
    ItemState,
    MilestoneState,
    OutputStatus,
)
from ta_requests.models import Delivery, MaterialItem, Milestone, Output
from workflows.actors import Actor

SHOWN = (*LIVE, DeliveryState.OPERATIONALLY_CLOSED)


@require_safe
@seen_by("staff", "auditor")
def delivery(request: HttpRequest) -> HttpResponse:
    """Show deliveries by state, then milestones, outputs and goods that ask for somebody."""
    actor, now = actor_of(request), now_of(request)
    sections = [
        *_deliveries(actor, now),
        _evidence(actor, now),
        _late(actor, now),
        _outputs(actor, now),
        _goods(actor),
    ]
    context = {
        "title": _("Delivery desk"),
        "may_mark": actor.sees("staff"),
        "at": "delivery",
        "help": _(
            "Deliveries by state, then the milestones, outputs and goods that wait for somebody. "
            "The State confirms line by line what it received; if it is silent, its time runs out."
        ),
        "sections": sections,
    }
    return render(request, "portal/desks/desk.html", context)


def _deliveries(actor: Actor, now: datetime) -> list[Section]:
    by_state: dict[str, list[Any]] = {}
    rows = first_of_each(_with_progress(actor), "state", F("ends_on").asc(nulls_last=True))
    for row in rows:
        by_state.setdefault(row.state, []).append(row)
    heads = [_("Member State"), _("Plan written"), _("State agreed"), _("Outputs settled")]
    return [
        section(
            state.value,
            str(state.label),
            heads,
            by_state.get(state.value, ()),
            lambda row: _line(row, now),
            empty=_("None."),
            more="kind=delivery&whose=anybody",
        )
        for state in SHOWN
    ]


def _with_progress(actor: Actor) -> Any:
    outputs = Output.objects.filter(delivery=OuterRef("pk")).order_by().values("delivery")
    unsettled = Count("pk", filter=Q(status__in=UNSETTLED))
    return (
        Delivery.objects.visible_to(actor)
        .filter(state__in=SHOWN)
        .select_related("request__country")
        .annotate(
            outputs_all=Coalesce(Subquery(outputs.annotate(n=Count("pk")).values("n")), 0),
            outputs_open=Coalesce(Subquery(outputs.annotate(n=unsettled).values("n")), 0),
        )
    )


def _line(row: Any, now: datetime) -> Line:
    settled = row.outputs_all - row.outputs_open
    words = _("%(settled)s of %(all)s") % {"settled": settled, "all": row.outputs_all}
    return Line(
        url=page_of("delivery", row.pk),
        title=row.request.title,
        reference=row.reference,
        cells=[
            row.request.country.name,
            _("yes") if row.plan else _("no"),
            _("yes") if row.agreed_at else _("no"),
            words,
        ],
        due=row.ends_on,
        days_left=days_until(row.ends_on, now=now),
    )


def _milestones(actor: Actor) -> Any:
    return Milestone.objects.visible_to(actor).select_related("delivery__request__country")


def _milestone(row: Any, now: datetime) -> Line:
    return Line(
        url=page_of("milestone", row.pk),
        title=row.title,
        reference=row.reference,
        cells=[row.delivery.request.country.name],
        due=row.due_on,
        days_left=days_until(row.due_on, now=now),
        mark=f"milestone:{row.pk}:{row.version}",
    )


def _evidence(actor: Actor, now: datetime) -> Section:
    return section(
        "evidence",
        _("Milestones with evidence, to be accepted by another officer"),
        [_("Member State")],
        first_of_all(_milestones(actor).filter(state=MilestoneState.EVIDENCE), "evidence_at"),
        lambda row: _milestone(row, now),
        empty=_("No evidence waits."),
        more="kind=milestone&whose=anybody",
    )


def _late(actor: Actor, now: datetime) -> Section:
    planned = _milestones(actor).filter(state=MilestoneState.PLANNED, due_on__lt=day_of(now))
    return section(
        "late",
        _("Overdue milestones"),
        [_("Member State")],
        first_of_all(planned, "due_on"),
        lambda row: _milestone(row, now),
        empty=_("No milestone is overdue."),
        more="kind=milestone&whose=anybody&due=overdue",
    )


def _outputs(actor: Actor, now: datetime) -> Section:
    asking = Output.objects.visible_to(actor).filter(
        status__in=[OutputStatus.NOTICED, OutputStatus.CONTESTED]
    )
    return section(
        "outputs",
        _("Outputs with the State, or contested by it"),
        [_("Member State"), _("Status")],
        first_of_all(
            asking.select_related("delivery__request__country"),
            F("silence_due_at").asc(nulls_last=True),
        ),
        lambda row: Line(
            url=page_of("delivery", row.delivery_id),
            title=row.title,
            reference=f"{row.delivery.reference} / {row.number}",
            cells=[row.delivery.request.country.name, row.get_status_display()],
            due=row.silence_due_at,
            days_left=days_until(row.silence_due_at, now=now),
        ),
        empty=_("No output waits for a State."),
    )


def _goods(actor: Actor) -> Section:
    on_their_way = MaterialItem.objects.visible_to(actor).exclude(
        Q(state=ItemState.HANDED_OVER) | Q(state=ItemState.LOST, written_off_at__isnull=False)
    )
    return section(
        "goods",
        _("Goods on their way to the handover"),
        [_("Member State"), _("Where"), _("Ordered"), _("Handed over")],
        first_of_all(on_their_way.select_related("delivery__request__country"), "created_at"),
        lambda row: Line(
            url=page_of("material_item", row.pk),
            title=row.description,
            reference=row.reference,
            cells=[
                row.delivery.request.country.name,
                row.get_state_display(),
                f"{plain(row.quantity)} {row.unit}",
                plain(row.handed_quantity),
            ],
            mark=f"material_item:{row.pk}:{row.version}",
        ),
        empty=_("No goods are on their way."),
        more="kind=material_item&whose=anybody",
    )
