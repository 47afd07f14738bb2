"""The queue of the staff: what waits, for whom, until when; narrowed by the address alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import actor_of, now_of, seen_by
from portal.forms.filters import QueueFilters
from portal.pages import Page, page_of
from portal.waiting import rows_waiting, waiting_of


@dataclass(frozen=True)
class View:
    """A view of the queue kept under a name: its address is all there is to it."""

    title: str
    query: str
    here: bool


@require_safe
@seen_by("staff", "auditor")
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits: for one by name, for one's roles, or for anybody."""
    actor, now = actor_of(request), now_of(request)
    first = "mine" if actor.sees("staff") else "anybody"
    asked = request.GET if "whose" in request.GET else {**request.GET.dict(), "whose": first}
    filters = QueueFilters(asked)
    rows = rows_waiting(actor, filters.wish, now=now)
    page = page_of(request, rows) if rows is not None else Page(rows=[], before="", after="")
    context = {
        "filters": filters,
        "page": page,
        "moves": [waiting_of(row, now=now) for row in page.rows],
        "views": views(request.GET.urlencode() or f"whose={first}"),
        "may_mark": actor.sees("staff"),
    }
    return render(request, "portal/queue.html", context)


def views(present: str) -> list[View]:
    """Return the views everybody finds ready; more are made by keeping an address."""
    named: list[tuple[Any, str]] = [
        (_("Your roles"), "whose=mine"),
        (_("You by name"), "whose=me"),
        (_("Overdue, everybody"), "whose=anybody&due=overdue"),
        (_("Due within a week"), "whose=anybody&due=soon"),
        (_("With the States"), "whose=anybody&court=state"),
        (_("With the donors"), "whose=anybody&court=donor"),
    ]
    return [View(title, query, query == present) for title, query in named]
