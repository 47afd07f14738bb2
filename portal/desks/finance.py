"""The finance desk: certification, release and receipts, three queues for three kinds of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.clock import day_of
from common.errors import NotFound
from common.money import Money
from donors.choices.money import AllotmentState
from donors.choices.promises import AWAITING_CASH
from donors.models import Allotment, Contribution, Instalment
from donors.policies.money import BY_COFINANCING
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.amounts import money
from portal.desks.beginning import BEGINNINGS
from portal.desks.sections import Line, Section, days_until, first_of_all, section
from workflows.actors import Actor


@require_safe
@seen_by("staff", "auditor")
def finance(request: HttpRequest, queue: str) -> HttpResponse:
    """Show one of the three queues."""
    if queue not in QUEUES:
        raise NotFound
    actor, now = actor_of(request), now_of(request)
    named = {
        "certification": _("Certification"),
        "release": _("Release"),
        "receipts": _("Receipts"),
    }
    helps = {
        "certification": _(
            "Proposed allotments, which a certifying officer certifies. Whoever proposed one does "
            "not certify it; reject what does not fit on its own page."
        ),
        "release": _(
            "Certified allotments and reversals, which an approving officer decides on. Released "
            "money counts towards the funding of its request at once."
        ),
        "receipts": _(
            "What donors agreed and have not paid yet, and what they paid beyond it. A treasury "
            "officer records a receipt on the page of the pledge."
        ),
    }
    context = {
        "title": _("Finance desk"),
        "help": helps[queue],
        "may_mark": actor.sees("staff"),
        "at": "finance",
        "sections": QUEUES[queue](actor, now),
        "queues": [
            (words, reverse("portal:desk_finance", args=[name]), name == queue)
            for name, words in named.items()
        ],
        "begin": [(words, url) for words, url, role in _openings() if actor.has(*role)],
    }
    return render(request, "portal/desks/desk.html", context)


def _openings() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what is begun at this desk, where, and by whom."""
    return [
        (_("Propose an allotment"), reverse("portal:propose"), BY_COFINANCING.roles),
        *(
            (
                str(BEGINNINGS[key].entry.title),
                reverse("portal:begin", args=[key]),
                BEGINNINGS[key].entry.by.roles,
            )
            for key in ("adjustment", "unidentified_receipt", "accounting_period")
        ),
    ]


def _heads() -> list[str]:
    return [
        _("Donor"),
        _("Request"),
        _("Net"),
        _("Programme support"),
        _("Gross"),
        _("Free cash of the contribution"),
    ]


def _allotments(actor: Actor) -> Any:
    visible = Allotment.objects.visible_to(actor)
    return visible.select_related("component", "request", "organisation__country", "contribution")


def _line(row: Allotment) -> Line:
    return Line(
        url=page_of("allotment", row.pk),
        title=row.component.title,
        reference=row.reference,
        cells=[
            row.organisation.display_name,
            row.request.reference,
            money(row.programmable, row.currency),
            money(row.psc, row.currency),
            money(row.gross, row.currency),
            money(row.contribution.available),
        ],
        mark=f"allotment:{row.pk}:{row.version}",
    )


def _certification(actor: Actor, _now: datetime) -> list[Section]:
    proposed = _allotments(actor).filter(state=AllotmentState.PROPOSED)
    return [
        section(
            "certification",
            _("Proposed, to be certified"),
            _heads(),
            first_of_all(proposed, "created_at"),
            _line,
            empty=_("No proposal waits for a certifying officer."),
            more="kind=allotment&whose=anybody",
        )
    ]


def _release(actor: Actor, _now: datetime) -> list[Section]:
    certified = _allotments(actor).filter(state=AllotmentState.CERTIFIED)
    reversing = _allotments(actor).filter(
        state=AllotmentState.RELEASED, reversal_amount__isnull=False
    )
    return [
        section(
            "release",
            _("Certified, to be released"),
            _heads(),
            first_of_all(certified, "certified_at"),
            _line,
            empty=_("No certified allotment waits for an approving officer."),
            more="kind=allotment&whose=anybody",
        ),
        section(
            "reversals",
            _("Reversals certified, to be approved"),
            _heads(),
            first_of_all(reversing, "created_at"),
            _line,
            empty=_("No reversal waits."),
        ),
    ]


def _receipts(actor: Actor, now: datetime) -> list[Section]:
    due = Instalment.objects.filter(pledge=OuterRef("pledge")).order_by("due_on")
    late = due.overdue(on=day_of(now))
    awaiting = (
        Contribution.objects.visible_to(actor)
        .ours()
        .filter(pledge__state__in=AWAITING_CASH)
        .select_related("pledge", "organisation__country")
        .annotate(late_since=Subquery(late.values("due_on")[:1]))
    )
    spare = Contribution.objects.visible_to(actor).ours().filter(~Q(unapplied=0))
    return [
        section(
            "receipts",
            _("Agreed, cash still to come"),
            [_("Donor"), _("Agreed"), _("Received"), _("Still to come")],
            first_of_all(awaiting, F("late_since").asc(nulls_last=True), "agreed_at"),
            lambda row: _awaited(row, now),
            empty=_("All agreed money has come in."),
        ),
        section(
            "unapplied",
            _("Cash received beyond what was agreed"),
            [_("Donor"), _("Unapplied")],
            first_of_all(spare.select_related("pledge", "organisation__country"), "agreed_at"),
            lambda row: _of_contribution(row, money(row.unapplied, row.currency)),
            empty=_("No cash is unapplied."),
        ),
    ]


def _awaited(row: Any, now: datetime) -> Line:
    to_come = Money(row.amount - row.settled, row.currency)
    return _of_contribution(
        row,
        money(row.amount, row.currency),
        money(row.received, row.currency),
        money(to_come),
        due=row.late_since,
        days_left=days_until(row.late_since, now=now),
    )


def _of_contribution(row: Any, *cells: Any, **more: Any) -> Line:
    return Line(
        url=page_of("pledge", row.pledge_id),
        title=row.pledge.title,
        reference=row.pledge.reference,
        cells=[row.organisation.display_name, *cells],
        **more,
    )


QUEUES: dict[str, Callable[[Actor, datetime], list[Section]]] = {
    "certification": _certification,
    "release": _release,
    "receipts": _receipts,
}
