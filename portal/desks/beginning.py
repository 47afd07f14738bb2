"""Begin a case: in another's name from a letter or a note, or for another officer to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotFound, Sentence
from donors.api import entries
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.desks import paper
from portal.forms.declared import DeclaredForm
from portal.forms.offers import Offers
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from ta_requests.models import Request
from web.catalogue import status_of
from web.entries import Entry, Written
from workflows.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """One kind of case that the office begins: what is entered, and where it leads."""

    entry: Entry
    help: Sentence
    renamed: Mapping[str, str] = field(default_factory=dict)
    back: str = "portal:desk_relations"
    onwards: str = ""


BEGINNINGS = {
    "pledge": Beginning(
        entry=entries.FROM_A_LETTER,
        help=gettext_lazy(
            "For a donor that writes instead of signing in: you begin a draft in its name, attach "
            "its letter, then announce the pledge. Until it is announced it counts in nothing."
        ),
    ),
    "due_diligence": Beginning(
        entry=entries.EXAMINE,
        help=gettext_lazy(
            "A due diligence officer takes the examination up; pledges of the donor wait for it. "
            "States and United Nations entities need none."
        ),
        renamed={"organisation": "examined_organisation"},
    ),
    "request": Beginning(
        entry=paper.TRANSCRIBE,
        help=gettext_lazy(
            "For a Member State that sends paper: you write on the next pages, and only an officer "
            "who did not write can file it. Nothing is filed from here."
        ),
        renamed={"organisation": "requesting_state"},
        back="portal:desks",
        onwards="portal:request_edit",
    ),
    "adjustment": Beginning(
        entry=entries.ADJUST,
        help=gettext_lazy(
            "No money moves before another officer approves what you enter here. Choose the "
            "contribution it concerns and name the document it rests on."
        ),
        renamed={"contribution": "held_contribution", "target": "other_contribution"},
        back="portal:desks",
    ),
    "unidentified_receipt": Beginning(
        entry=entries.SUSPEND,
        help=gettext_lazy(
            "Enter what the bank statement says: reference, day and amount. Once the pledge it "
            "belongs to is known, a treasury officer names it on the page of the receipt."
        ),
        back="portal:desks",
    ),
    "accounting_period": Beginning(
        entry=entries.CERTIFY_MONTH,
        help=gettext_lazy(
            "Certify a month when all of it is posted; to correct something later, post it in an "
            "open month. Whoever certifies a month does not close it."
        ),
        back="portal:desks",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("staff")
def begin(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the form of a beginning, or take it once."""
    beginning, actor = BEGINNINGS.get(key), actor_of(request)
    if beginning is None:
        raise NotFound
    form = _form(request, beginning, actor)
    if request.method != "POST":
        return _shown(request, beginning, form)
    before = done_before(request)
    if before is not None:
        return before
    if not form.is_valid():
        return _shown(request, beginning, form, status=422)
    try:
        said = Written(given=dict(form.given), actor=actor, now=now_of(request))
        begun = beginning.entry.call(said)
    except DomainError as refusal:
        show_refusal(form, refusal)
        return _shown(request, beginning, form, status=status_of(refusal))
    messages.success(request, _("Done: %(step)s.") % {"step": beginning.entry.title})
    onwards = beginning.onwards
    where = reverse(onwards, args=[begun.pk]) if onwards else page_of(key, begun.pk)
    return remember(request, redirect(where))


def _form(request: HttpRequest, beginning: Beginning, actor: Actor) -> DeclaredForm:
    posted = request.POST if request.method == "POST" else None
    about = _about(request, actor)
    offers = Offers(about, actor, now_of(request), renamed=beginning.renamed)
    initial = {"request": str(about.pk)} if about else {}
    files = request.FILES if request.method == "POST" else None
    return DeclaredForm(beginning.entry.inputs, offers, posted, files, initial=initial)


def _about(request: HttpRequest, actor: Actor) -> Request | None:
    """Return the request somebody comes from, whose components may then be named."""
    try:
        pk = UUID(request.GET.get("request", ""))
    except ValueError:
        return None
    return Request.objects.visible_to(actor).filter(pk=pk).first()


def _shown(
    request: HttpRequest, beginning: Beginning, form: DeclaredForm, *, status: int = 200
) -> HttpResponse:
    entry = beginning.entry
    allowed = entry.by(None, actor_of(request))
    context = {
        "beginning": entry,
        "help": beginning.help,
        "back": beginning.back,
        "form": form,
        "hindrance": "" if allowed else str(entry.by.sentence),
        "key": key_in(request),
    }
    return render(request, "portal/desks/begin.html", context, status=status)
