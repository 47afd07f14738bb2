"""Begin a request, rewrite a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotFound
from portal.access import actor_of, now_of, seen_by
from portal.forms.refusals import show_refusal
from portal.forms.request import ItemFormSet, RequestForm, initial_of
from portal.forms.versions import version_in
from ta_requests.choices.request import EDITABLE
from ta_requests.models import Request
from ta_requests.services import drafting


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a request."""
    posted = request.POST if request.method == "POST" else None
    form, items = RequestForm(posted), ItemFormSet(posted, prefix="items")
    if posted is not None and form.is_valid() and items.is_valid():
        try:
            begun = drafting.draft(
                actor=actor_of(request), now=now_of(request), content=_content(form, items)
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("Your draft is saved. Nobody outside your mission sees it.")
            )
            return redirect("portal:request", pk=begun.pk)
    return _form_page(request, form, items, subject=None)


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state", "staff")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rewrite a request while it may be rewritten."""
    actor = actor_of(request)
    subject = Request.objects.visible_to(actor).filter(pk=pk).first()
    if subject is None or subject.state not in EDITABLE:
        raise NotFound
    posted = request.POST if request.method == "POST" else None
    form = RequestForm(posted, initial=initial_of(subject))
    items = ItemFormSet(posted, prefix="items", initial=_lines_of(subject))
    if posted is not None and form.is_valid() and items.is_valid():
        try:
            drafting.revise(
                pk=pk,
                actor=actor,
                now=now_of(request),
                content=_content(form, items),
                version=version_in(request),
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your draft is saved."))
            return redirect("portal:request", pk=pk)
    return _form_page(request, form, items, subject=subject)


def _content(form: RequestForm, items: Any) -> dict[str, Any]:
    return {**form.cleaned_data, "language": get_language() or "en", "items": items.lines()}


def _lines_of(subject: Request) -> list[dict[str, Any]]:
    names = ("description", "quantity", "unit", "purpose")
    return [dict(zip(names, line, strict=True)) for line in subject.items.values_list(*names)]


def _form_page(
    request: HttpRequest, form: RequestForm, items: Any, *, subject: Request | None
) -> HttpResponse:
    wrong = bool(form.errors or (items.is_bound and not items.is_valid()))
    context = {
        "form": form,
        "items": items,
        "subject": subject,
        "version": version_in(request, subject),
    }
    return render(request, "portal/request_form.html", context, status=422 if wrong else 200)
