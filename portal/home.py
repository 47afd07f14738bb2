"""The first page after signing in, and one's own notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from messaging.models import Notice
from portal.access import actor_of, now_of, person_of, signed_in
from portal.addresses import page_of as address_of
from portal.guide.walks import ways_of
from portal.pages import page_of
from portal.waiting import waiting_for
from ta_requests.choices.request import ENDED, Court
from ta_requests.models import Request
from workflows.actors import Actor

FEW = 8


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Say whose move it is: yours first, then what you were told lately."""
    actor = actor_of(request)
    context = {
        "actor": actor,
        "moves": waiting_for(actor, now=now_of(request), most=FEW),
        "others": _with_others(actor) if actor.sees("state") else [],
        "notices": _told(Notice.objects.visible_to(actor)[:FEW]),
        "walks": ways_of(actor, person_of(request).lessons),
    }
    return render(request, "portal/home.html", context)


def _with_others(actor: Actor) -> list[Request]:
    """Return the requests of one's own State that wait for somebody else, the newest first."""
    own = Request.objects.visible_to(actor).filter(organisation_id__in=[actor.organisation_id])
    return list(own.exclude(court=Court.STATE).exclude(state__in=ENDED)[:FEW])


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """List what the service has told the person."""
    page = page_of(request, Notice.objects.visible_to(actor_of(request)))
    return render(request, "portal/notices.html", {"page": page, "notices": _told(page.rows)})


def _told(notices: object) -> list[tuple[Notice, str]]:
    rows: list[Notice] = list(notices)  # type: ignore[call-overload]
    return [(notice, address_of(notice.subject_type, notice.subject_id)) for notice in rows]
