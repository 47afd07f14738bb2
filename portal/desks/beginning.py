"""Begin a case: in another's name from a letter or a note, or for another officer to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotFound, Sentence
from donors.api.ledger_inputs import AdjustmentInput, PeriodInput, UnidentifiedInput
from donors.api.promise_inputs import DraftInput, OpenExaminationInput
from donors.api.promise_views import values_of
from donors.policies.money import BY_CERTIFYING, BY_TREASURY
from donors.policies.promises import BY_COFINANCING
from donors.services import drafting, examination
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.desks import entering, paper
from portal.forms.declared import DeclaredForm
from portal.forms.offers import Offers
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from ta_requests.models import Request
from ta_requests.policies.request import OFFICER
from web.catalogue import status_of
from web.inputs import Inputs
from workflows.actors import Actor
from workflows.moves import Policy


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """One kind of case that the office begins: what it asks for, and the service it calls."""

    title: Sentence
    hint: Sentence
    help: Sentence
    inputs: type[Inputs]
    call: Callable[[dict[str, Any], Actor, datetime], Any]
    by: Policy = BY_COFINANCING
    renamed: Mapping[str, str] = field(default_factory=dict)
    back: str = "portal:desk_relations"
    onwards: str = ""


def _draft(given: dict[str, Any], actor: Actor, now: datetime) -> Any:
    donor = given.pop("organisation", None)
    values = values_of(given)
    return drafting.draft(values=values, organisation_id=donor, actor=actor, now=now)


def _examine(given: dict[str, Any], actor: Actor, now: datetime) -> Any:
    donor = given["organisation"]
    return examination.open_due_diligence(organisation_id=donor, actor=actor, now=now)


BEGINNINGS = {
    "pledge": Beginning(
        title=gettext_lazy("Write a pledge down from a letter"),
        hint=gettext_lazy("Attach the letter next: UNODC announces in a donor's name on it alone."),
        help=gettext_lazy(
            "For a donor that writes instead of signing in: you begin a draft in its name, attach "
            "its letter, then announce the pledge. Until it is announced it counts in nothing."
        ),
        inputs=DraftInput,
        call=_draft,
    ),
    "due_diligence": Beginning(
        title=gettext_lazy("Ask for the examination of a donor"),
        hint=gettext_lazy("Donors that are neither States nor United Nations entities."),
        help=gettext_lazy(
            "A due diligence officer takes the examination up; pledges of the donor wait for it. "
            "States and United Nations entities need none."
        ),
        inputs=OpenExaminationInput,
        call=_examine,
        renamed={"organisation": "examined_organisation"},
    ),
    "request": Beginning(
        title=gettext_lazy("Write a request down from a paper note"),
        hint=gettext_lazy(
            "You write what the note says, step by step, and attach its scan. A second officer "
            "compares the two and files it; the State is told."
        ),
        help=gettext_lazy(
            "For a Member State that sends paper: you write on the next pages, and only an officer "
            "who did not write can file it. Nothing is filed from here."
        ),
        inputs=paper.PaperInput,
        call=paper.transcribe,
        by=OFFICER,
        renamed={"organisation": "requesting_state"},
        back="portal:desks",
        onwards="portal:request_edit",
    ),
    "adjustment": Beginning(
        title=gettext_lazy("Enter an adjustment"),
        hint=gettext_lazy(
            "Write-down, refund, application, reprogramming, levy or revaluation: another officer "
            "approves it."
        ),
        help=gettext_lazy(
            "No money moves before another officer approves what you enter here. Choose the "
            "contribution it concerns and name the document it rests on."
        ),
        inputs=AdjustmentInput,
        call=entering.adjust,
        by=entering.BY_EITHER,
        renamed={"contribution": "held_contribution", "target": "other_contribution"},
        back="portal:desks",
    ),
    "unidentified_receipt": Beginning(
        title=gettext_lazy("Enter unidentified cash"),
        hint=gettext_lazy("Cash nobody can place yet: it is not allotted before it is identified."),
        help=gettext_lazy(
            "Enter what the bank statement says: reference, day and amount. Once the pledge it "
            "belongs to is known, a treasury officer names it on the page of the receipt."
        ),
        inputs=UnidentifiedInput,
        call=entering.suspend,
        by=BY_TREASURY,
        back="portal:desks",
    ),
    "accounting_period": Beginning(
        title=gettext_lazy("Certify a month for closing"),
        hint=gettext_lazy(
            "Everything of the month is posted. Once another officer closes it, nothing more is "
            "posted in it."
        ),
        help=gettext_lazy(
            "Certify a month when all of it is posted; to correct something later, post it in an "
            "open month. Whoever certifies a month does not close it."
        ),
        inputs=PeriodInput,
        call=entering.certify_month,
        by=BY_CERTIFYING,
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
        begun = beginning.call(dict(form.given), actor, now_of(request))
    except DomainError as refusal:
        show_refusal(form, refusal)
        return _shown(request, beginning, form, status=status_of(refusal))
    messages.success(request, _("Done: %(step)s.") % {"step": beginning.title})
    onwards = beginning.onwards
    where = reverse(onwards, args=[begun.pk]) if onwards else page_of(key, begun.pk)
    return remember(request, redirect(where))


def _form(request: HttpRequest, beginning: Beginning, actor: Actor) -> DeclaredForm:
    posted = request.POST if request.method == "POST" else None
    about = _about(request, actor)
    offers = Offers(about, actor, now_of(request), renamed=beginning.renamed)
    initial = {"request": str(about.pk)} if about else {}
    files = request.FILES if request.method == "POST" else None
    return DeclaredForm(beginning.inputs, offers, posted, files, initial=initial)


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
    allowed = beginning.by(None, actor_of(request))
    context = {
        "beginning": beginning,
        "form": form,
        "hindrance": "" if allowed else str(beginning.by.sentence),
        "key": key_in(request),
    }
    return render(request, "portal/desks/begin.html", context, status=status)
