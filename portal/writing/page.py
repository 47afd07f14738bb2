"""Write into a case: show what stands there, judge it as the API does, call one service, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotAllowed, NotFound, StateMoved
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.cases.reading import machine_at
from portal.forms.declared import DeclaredForm
from portal.forms.offers import Offers
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.forms.versions import version_in
from portal.writing.afterwards import next_of
from portal.writing.asides import aside_of
from portal.writing.guidance import HELP
from portal.writing.kinds import Writing
from portal.writing.registry import writing_of
from web.catalogue import status_of
from web.entries import Written
from workflows.registry import Machine


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("staff", "auditor", "donor")
def write(request: HttpRequest, key: str, pk: UUID, name: str, part: str = "") -> HttpResponseBase:
    """Show the page of one writing, or take what was written.

    To a donor only what a donor writes exists; the office is told why a form is closed.
    """
    known, writing, actor = machine_at(key), writing_of(key, name), actor_of(request)
    subject = known.model.objects.visible_to(actor).filter(pk=pk).first()
    if subject is None or not (actor.reads_all_cases or writing.by(subject, actor)):
        raise NotFound
    subject.facts = known.facts(subject, actor=actor, now=now_of(request), given={})
    return _Page(request, known, writing, subject, part).answer()


class _Page:
    """The page of one writing for one person."""

    def __init__(
        self, request: HttpRequest, known: Machine, writing: Writing, subject: Any, part: str
    ) -> None:
        self.request, self.known, self.writing = request, known, writing
        self.subject, self.part = subject, part
        self.actor = actor_of(request)
        self.row = writing.part(subject, part, self.actor)
        offers = Offers(subject, self.actor, now_of(request), renamed=writing.renamed)
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.form = DeclaredForm(
            writing.inputs, offers, *posted, initial=writing.initial(subject, self.row)
        )

    def answer(self) -> HttpResponseBase:
        """Show, refuse or take."""
        if self.request.method != "POST":
            return self.shown()
        before = done_before(self.request)
        if before is not None:
            return before
        if not self.form.is_valid():
            return self.shown(status=422)
        return self.taken()

    def taken(self) -> HttpResponseBase:
        """Hand what was written to the service, and go on to what comes next."""
        said = Written(
            pk=self.subject.pk,
            part=self.part,
            given=dict(self.form.given),
            actor=self.actor,
            now=now_of(self.request),
            version=version_in(self.request),
        )
        try:
            self.writing.call(said)
        except DomainError as refusal:
            show_refusal(self.form, refusal)
            return self.shown(status=status_of(refusal))
        messages.success(self.request, _("Saved: %(what)s.") % {"what": self.writing.title})
        onward = next_of(self.known.key, self.subject, self.writing, self.part)
        return remember(self.request, redirect(onward))

    def shown(self, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {
            "subject": self.subject,
            "kind": self.known.model._meta.verbose_name,
            "writing": self.writing,
            "help": HELP[self.known.key, self.writing.name],
            "row": self.row,
            "form": self.form,
            "hindrance": self._hindrance(),
            "aside": aside_of(self.writing, now=now_of(self.request)),
            "back": page_of(self.known.key, self.subject.pk),
            "key": key_in(self.request),
            "version": version_in(self.request, self._versioned()),
        }
        return render(self.request, "portal/write.html", context, status=status)

    def _versioned(self) -> Any:
        """Return what carries the version: the row where it has its own, else the case."""
        return self.row if hasattr(self.row, "version") else self.subject

    def _hindrance(self) -> str:
        """Say why the form is not open, in the words the service would use."""
        if not self.writing.by(self.subject, self.actor):
            return str(self.writing.by.sentence or NotAllowed.sentence)
        return "" if self.writing.at(self.subject) else str(StateMoved.sentence)
