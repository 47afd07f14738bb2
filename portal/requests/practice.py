"""Learn by doing: a practice request that is written with the real services and never sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from portal.access import actor_of, now_of, seen_by
from portal.requests.drafting import PARTS
from portal.requests.sections import BY_KEY
from ta_requests.choices.request import ConsentClass, RequestState
from ta_requests.models import Request
from ta_requests.services import drafting
from ta_requests.services.submission import missing_for_filing
from web.catalogue import status_of
from workflows.actors import Actor

WRITTEN = ("needs", "priorities", "challenges", "restrictions", "law")


@dataclass(frozen=True)
class Lesson:
    """One thing to do in practice: what, why, where, and whether it is done."""

    title: str
    text: str
    url: str
    done: bool


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def practice(request: HttpRequest) -> HttpResponseBase:
    """Show the lessons with what is done already; begin the practice."""
    actor = actor_of(request)
    subject = _under_way(actor)
    refusal: DomainError | None = None
    if request.method == "POST" and subject is None:
        try:
            begun = drafting.draft(
                actor=actor,
                now=now_of(request),
                content={
                    "title": _("Practice: workshops for three prisons"),
                    "language": get_language() or "en",
                },
                practice=True,
            )
        except DomainError as problem:
            refusal = problem
        else:
            return redirect("portal:request_edit", pk=begun.pk)
    return _shown(request, subject, refusal)


def _shown(
    request: HttpRequest, subject: Request | None, refusal: DomainError | None
) -> HttpResponse:
    context = {
        "subject": subject,
        "refusal": refusal,
        "may_begin": actor_of(request).has("ms_drafter"),
        "lessons": _lessons(subject, request) if subject is not None else [],
    }
    status = status_of(refusal) if refusal is not None else 200
    return render(request, "portal/practice.html", context, status=status)


def _under_way(actor: Actor) -> Request | None:
    """Return the practice of one's own State that is not over."""
    own = Request.objects.visible_to(actor).filter(organisation_id__in=[actor.organisation_id])
    found = own.filter(practice=True, state=RequestState.DRAFT).prefetch_related(*PARTS)
    return found.order_by("created_at").first()


def _lessons(subject: Request, request: HttpRequest) -> list[Lesson]:
    missing = missing_for_filing(subject, actor=actor_of(request), now=now_of(request))
    lacking = {reason.field or "" for reason in missing}
    texts = {name for key in WRITTEN for name in BY_KEY[key].fields}
    return [
        *_writing(subject, lacking, texts),
        Lesson(
            _("Choose who may see it"),
            _(
                "Look at the very page donors would get, then let your authority choose. Nothing "
                "of a practice is ever shown."
            ),
            reverse("portal:request_consent", args=[subject.pk]),
            subject.consent_class != ConsentClass.SECRETARIAT,
        ),
        Lesson(
            _("Read what would be sent"),
            _("When no step lacks anything, your authority reads it all once more and submits."),
            reverse("portal:request", args=[subject.pk]),
            not lacking,
        ),
    ]


def _writing(subject: Request, lacking: set[str], texts: set[str]) -> list[Lesson]:
    return [
        Lesson(
            _("Write the sections"),
            _(
                "Needs, priorities, challenges, restrictions and your law. Write a line in each; "
                "watch “saved” appear as you write, and switch your connection off if you dare."
            ),
            reverse("portal:request_section", args=[subject.pk, WRITTEN[0]]),
            not lacking & texts,
        ),
        Lesson(
            _("Say what it is about"),
            _("Tick a theme of the resolution and a type of assistance."),
            reverse("portal:request_section", args=[subject.pk, "themes"]),
            not lacking & {"themes", "assistance_types", "other_type_text", "items"},
        ),
        Lesson(
            _("Bring a note verbale"),
            _("Attach any PDF, or let your authority countersign the note your text makes."),
            reverse("portal:request_papers", args=[subject.pk]),
            "documents" not in lacking,
        ),
    ]
