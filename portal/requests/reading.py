"""The list of requests and the file of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import NotFound
from portal.access import actor_of, now_of, seen_by
from portal.desks.file import whole_file
from portal.forms.filters import RequestFilters
from portal.history import story_of
from portal.pages import page_of
from portal.requests.file import RequestFile, request_file
from portal.requests.inline import InlineStep, sent_in
from portal.steps import steps_of
from reference.services.working_days import working_days_spent
from ta_requests.machines import CIRCULATION, REQUEST
from ta_requests.models import Request
from ta_requests.policies.request import OFFICER


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
        "may_write_down": OFFICER(None, actor),
    }
    return render(request, "portal/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state", "donor", "staff", "auditor")
def request_page(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show the file of one request; the office sees the whole of it, a donor the need."""
    actor, now = actor_of(request), now_of(request)
    if actor.reads_all_cases:
        return whole_file(request, pk)
    file = request_file(pk, actor=actor, now=now)
    own = file.request.organisation_id == actor.organisation_id and actor.sees("state")
    if not own:
        return redirect("portal:need", pk=pk)
    objection = _objection(request, file)
    status = 200
    if request.method == "POST":
        answer = _objected(request, objection)
        if answer is not None:
            return answer
        status = objection.status if objection is not None else 200
    context = {
        "file": file,
        "subject": file.request,
        "own": own,
        "steps": steps_of(file.request, known=REQUEST, actor=actor, now=now),
        "story": story_of([pk], actor=actor),
        "may_attach": True,
        "objection": objection,
        "objection_days": _days_left(file, now=now),
    }
    return render(request, "portal/request.html", context, status=status)


def _noticed(file: RequestFile) -> Any:
    return next((one for one in file.parts["circulations"] if one.state == "noticed"), None)


def _days_left(file: RequestFile, *, now: datetime) -> int:
    """Return the working days, holidays left out, in which the State may still object."""
    notice = _noticed(file)
    if notice is None:
        return 0
    # A deadline is the first moment after its last day.
    return working_days_spent(start=now, end=notice.deadline_at - timedelta.resolution)


def _objection(request: HttpRequest, file: RequestFile) -> InlineStep | None:
    """Return the one-click objection, while a notice runs and for those who may object."""
    notice, actor = _noticed(file), actor_of(request)
    if notice is None or not actor.has("ms_authority"):
        return None
    return InlineStep(
        known=CIRCULATION,
        subject=SimpleNamespace(pk=notice.id, state=notice.state, version=notice.version),
        name="object",
        request=request,
        wary=True,
        prefill={"reason": _("Our State does not wish this to be shown to donors now.")},
    )


def _objected(request: HttpRequest, objection: InlineStep | None) -> HttpResponseBase | None:
    """Object once and come back; None where it was refused.

    Raises:
        NotFound: the page has no such form for whoever sent it.
    """
    sent = sent_in(request, [objection] if objection is not None else [])
    if sent is None:
        raise NotFound
    return sent.taken(request.path)
