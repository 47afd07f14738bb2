"""The first page after signing in, and one's own notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from messaging.models import Notice
from portal.access import actor_of, now_of, signed_in
from portal.addresses import page_of as address_of
from portal.pages import page_of
from portal.waiting import waiting_for

FEW = 8


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Say whose move it is: yours first, then what you were told lately."""
    actor = actor_of(request)
    context = {
        "actor": actor,
        "moves": waiting_for(actor, now=now_of(request), most=FEW),
        "notices": _told(Notice.objects.visible_to(actor)[:FEW]),
    }
    return render(request, "portal/home.html", context)


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """List what the service has told the person."""
    page = page_of(request, Notice.objects.visible_to(actor_of(request)))
    return render(request, "portal/notices.html", {"page": page, "notices": _told(page.rows)})


def _told(notices: object) -> list[tuple[Notice, str]]:
    rows: list[Notice] = list(notices)  # type: ignore[call-overload]
    return [(notice, address_of(notice.subject_type, notice.subject_id)) for notice in rows]
