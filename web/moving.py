"""The page of one move in the admin: asked, rehearsed, confirmed, taken once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.errors import DomainError, NotFound, Stale, StateMoved
from web.caller import caller_of
from web.errors import of_refusal
from web.forms import form_for
from web.idempotency import once_per_form
from web.panels import Panel, panels_before
from web.refusals import KeyReused
from web.story import Line, story_of
from web.words import label_of, role_names
from workflows.available import available
from workflows.preview import Preview, preview

if TYPE_CHECKING:
    from web.case_admin import CaseAdmin


class MovePage:
    """One visit to the page of a move."""

    def __init__(self, case: CaseAdmin, request: HttpRequest, subject: Any, move: str) -> None:
        """Note who wants to move what."""
        self.case, self.request, self.subject, self.move = case, request, subject, move
        self.machine = case.machine
        self.caller = caller_of(request)
        possible = available(
            subject, actor=self.caller.actor, now=self.caller.now, machine=self.machine
        )
        self.possibility = next(one for one in possible if one.name == move)
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        make = form_for(self.machine, move)
        self.form = make(*posted, subject=subject, actor=self.caller.actor)
        self.form.fields["reason"].required = self.possibility.needs_reason

    def answer(self) -> HttpResponse:
        """Open the page, rehearse the move, or take it."""
        if self.request.method != "POST":
            return self.opened()
        if not self.form.is_valid():
            return self.shown(status=422)
        return self.taken() if "confirm" in self.request.POST else self.rehearsed()

    def opened(self) -> HttpResponse:
        """Show the empty form, or at once what would happen where nothing is asked."""
        if not self.possibility.allowed or not self.form.asks_nothing:
            return self.shown()
        try:
            return self.shown(effects=self._preview(version=self.subject.version))
        except DomainError:
            return self.shown()

    def rehearsed(self) -> HttpResponse:
        """Show what would happen with what was filled in."""
        try:
            return self.shown(effects=self._preview(version=self.form.cleaned_data["version"]))
        except DomainError as refusal:
            return self.refused(refusal)

    def _preview(self, *, version: int) -> Preview:
        return preview(
            self.machine,
            name=self.move,
            pk=self.subject.pk,
            actor=self.caller.actor,
            now=self.caller.now,
            version=version,
            reason=self.form.reason,
            given=self.form.given,
        )

    def taken(self) -> HttpResponse:
        """Take the step and go back to the file; sent twice, it is taken once."""
        person_id = self.caller.actor.person_id
        if person_id is None:
            raise NotFound
        try:
            address = once_per_form(
                person_id=person_id,
                route=self.request.path,
                key=self.form.cleaned_data["key"],
                given={"reason": self.form.reason, **self.form.given},
                now=self.caller.now,
                act=self._act,
            )
        except DomainError as refusal:
            return self.refused(refusal)
        return HttpResponseRedirect(address)

    def _act(self) -> str:
        self.machine.verbs[self.move](
            pk=self.subject.pk,
            actor=self.caller.actor,
            now=self.caller.now,
            version=self.form.cleaned_data["version"],
            reason=self.form.reason,
            **self.form.given,
        )
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.possibility.title})
        return self.case.address("change", self.subject.pk)

    def refused(self, refusal: DomainError) -> HttpResponse:
        """Say why not; whoever came too late also reads what happened meanwhile.

        Then the form takes the present version: sent again, it is sent by somebody who has read
        what changed.
        """
        if not isinstance(refusal, Stale | StateMoved | KeyReused):
            return self.shown(refusal=refusal)
        read = self.form.cleaned_data["version"]
        since = story_of(self.machine, self.subject, actor=self.caller.actor, after=read)
        self.form.renew(self.subject)
        return self.shown(refusal=refusal, since=since)

    def shown(
        self,
        *,
        effects: Preview | None = None,
        refusal: DomainError | None = None,
        since: list[Line] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Return the page."""
        problem = of_refusal(refusal) if refusal else None
        asked: Any = self.request
        asked.current_app = self.case.admin_site.name
        context = {
            **self.case.admin_site.each_context(self.request),
            "opts": self.case.opts,
            "title": self.possibility.title,
            "subject": self.subject,
            "state": self._state(self.subject.state),
            "leads_to": self._state(self.possibility.target),
            "possibility": self.possibility,
            "who": role_names(self.possibility.roles),
            "form": self.form,
            "effects": effects,
            "becomes": self._state(effects.subject.state) if effects else "",
            "problem": problem,
            "since": since,
            "before": self._before(),
            "back": self.case.address("change", self.subject.pk),
        }
        return TemplateResponse(
            self.request,
            "admin/web/move.html",
            context,
            status=problem.status if problem else status,
        )

    def _before(self) -> Sequence[Panel]:
        """Return what the step commits, for whoever may take it."""
        is_open = self.possibility.allowed
        return panels_before(self.subject, now=self.caller.now) if is_open else ()

    def _state(self, state: str) -> str:
        return label_of(self.machine.model, state)
