"""The list of requests and the file of one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.access import actor_of, now_of, seen_by
from portal.desks.file import whole_file
from portal.forms.filters import RequestFilters
from portal.history import story_of
from portal.pages import page_of
from portal.requests.file import request_file
from portal.steps import steps_of
from ta_requests.machines import REQUEST
from ta_requests.models import Request


@require_safe
@seen_by("state", "staff", "auditor")
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests one may see: a State its own, staff all."""
    actor = actor_of(request)
    filters = RequestFilters(request.GET)
    visible = Request.objects.visible_to(actor).select_related("country")
    if not actor.reads_all_cases:
        visible = visible.filter(organisation_id__in=[actor.organisation_id])
    context = {
        "page": page_of(request, filters.applied_to(visible)),
        "filters": filters,
        "may_begin": actor.has("ms_drafter"),
    }
    return render(request, "portal/requests.html", context)


@require_safe
@seen_by("state", "donor", "staff", "auditor")
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the file of one request; the office sees the whole of it, a donor the need."""
    actor, now = actor_of(request), now_of(request)
    if actor.reads_all_cases:
        return whole_file(request, pk)
    file = request_file(pk, actor=actor, now=now)
    own = file.request.organisation_id == actor.organisation_id and actor.sees("state")
    if not own:
        return redirect("portal:need", pk=pk)
    context = {
        "file": file,
        "subject": file.request,
        "own": own,
        "steps": steps_of(file.request, known=REQUEST, actor=actor, now=now),
        "story": story_of([pk], actor=actor),
        "may_attach": True,
    }
    return render(request, "portal/request.html", context)
