"""Begin a request, and the list of what is still to be written before it can be submitted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, NotFound
from portal.access import actor_of, now_of, seen_by
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.forms.request import RequestForm
from portal.requests.sections import PAPERS, SECTIONS, tasks_of
from ta_requests.choices.request import EDITABLE, RequestState
from ta_requests.models import Request
from ta_requests.services import drafting
from ta_requests.services.field_saving import read_fields
from ta_requests.services.submission import missing_for_filing
from web.catalogue import status_of
from workflows.actors import Actor

BEGINS_WITH = SECTIONS[0].fields
PARTS = ("themes", "assistance_types", "instruments", "items", "documents")


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a request with its title; everything else is written step by step."""
    posted = request.POST if request.method == "POST" else None
    form = RequestForm(posted, only=BEGINS_WITH, initial={"language": get_language() or "en"})
    status = 422
    if posted is not None and form.is_valid():
        before = done_before(request)
        if before is not None:
            return before  # type: ignore[return-value]
        try:
            begun = drafting.draft(
                actor=actor_of(request), now=now_of(request), content=form.cleaned_data
            )
        except DomainError as refusal:
            status = status_of(refusal)
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("Your draft is saved. Nobody outside your mission sees it.")
            )
            led = redirect("portal:request_edit", pk=begun.pk)
            return remember(request, led)  # type: ignore[return-value]
    context = {"form": form, "key": key_in(request), "may_begin": actor_of(request)}
    shown = status if form.errors else 200
    return render(request, "portal/request_begin.html", context, status=shown)


def editable(pk: UUID, *, actor: Actor) -> Request:
    """Return a request that may be rewritten now.

    Raises:
        NotFound: unknown, not visible, or not open to changes.
    """
    visible = Request.objects.visible_to(actor).prefetch_related(*PARTS)
    subject = visible.filter(pk=pk).first()
    if subject is None or subject.state not in EDITABLE:
        raise NotFound
    return subject


@require_safe
@seen_by("state", "staff")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List the steps of a draft: what is done, what is missing, what may stay empty."""
    actor = actor_of(request)
    subject = editable(pk, actor=actor)
    missing = missing_for_filing(subject, actor=actor, now=now_of(request))
    tasks = tasks_of(read_fields(subject).standing, missing)
    context = {
        "subject": subject,
        "tasks": tasks,
        "done": sum(task.status != "missing" for task in tasks),
        "papers": list(subject.documents.all()),
        "papers_missing": [str(one.sentence) for one in missing if one.field == PAPERS],
        "missing": missing,
        "is_draft": subject.state == RequestState.DRAFT,
        "may_submit": actor.has("ms_authority"),
        "of_office": not actor.sees("state"),
        "wrote_it": subject.created_by_id == actor.person_id,
    }
    return render(request, "portal/request_tasks.html", context)
