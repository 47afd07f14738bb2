"""Write one section of a draft: saved as a page, or field by field behind the writer's back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import DomainError
from portal.access import actor_of, now_of, seen_by
from portal.forms.fields import SectionForm, in_words
from portal.forms.refusals import show_refusal
from portal.requests.drafting import editable
from portal.requests.sections import SECTIONS, Section, after, before, section_at
from ta_requests.models import Request
from ta_requests.services.field_saving import Fields, read_fields, save_fields
from web.catalogue import status_of

NEXT = "next"


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state", "staff")
def section(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Show one section, or save it; a field somebody else changed meanwhile comes back."""
    step, subject = section_at(key), editable(pk, actor=actor_of(request))
    standing = read_fields(subject, step.fields)
    posted = request.POST if request.method == "POST" else None
    form = SectionForm(step.fields, standing, posted)
    if posted is None:
        return _shown(request, subject, step, form)
    if not form.is_valid():
        return _shown(request, subject, step, form, status=422)
    try:
        saved = _saved(request, pk, form)
    except DomainError as refusal:
        show_refusal(form.form, refusal)
        return _shown(request, subject, step, form, status=status_of(refusal))
    if saved.conflicts:
        form.bases |= saved.bases
        return _shown(request, subject, step, form, status=409, saved=saved)
    messages.success(request, _("“%(section)s” is saved.") % {"section": step.title})
    following = after(step) if NEXT in posted else None
    if following is not None:
        return redirect("portal:request_section", pk=pk, key=following.key)
    return redirect("portal:request_edit", pk=pk)


@require_POST
@seen_by("state", "staff")
def save(request: HttpRequest, pk: UUID, key: str) -> JsonResponse:
    """Save the fields that were touched, and say in JSON what became of each."""
    step, subject = section_at(key), editable(pk, actor=actor_of(request))
    form = SectionForm(step.fields, read_fields(subject, step.fields), request.POST, partial=True)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        saved = _saved(request, pk, form)
    except DomainError as refusal:
        told = {one.field or "": [str(one.sentence)] for one in refusal.reasons}
        return JsonResponse({"errors": told or {"": [str(refusal)]}}, status=status_of(refusal))
    return JsonResponse(
        {
            "saved": saved.saved,
            "bases": saved.bases,
            "conflicts": {
                name: {"value": saved.standing[name], "shown": in_words(name, saved.standing[name])}
                for name in saved.conflicts
            },
        }
    )


def _saved(request: HttpRequest, pk: UUID, form: SectionForm) -> Fields:
    return save_fields(
        pk=pk,
        actor=actor_of(request),
        now=now_of(request),
        content=form.content,
        bases=form.bases,
    )


def _shown(
    request: HttpRequest,
    subject: Request,
    step: Section,
    form: SectionForm,
    *,
    status: int = 200,
    saved: Fields | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "subject": subject,
        "section": step,
        "number": SECTIONS.index(step) + 1,
        "of": len(SECTIONS),
        "before": before(step),
        "after": after(step),
        "form": form.form,
        "items": form.items,
        "bases": form.bases,
        "conflicts": {name: in_words(name, saved.standing[name]) for name in saved.conflicts}
        if saved is not None
        else {},
    }
    return render(request, "portal/request_section.html", context, status=status)
