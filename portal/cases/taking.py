"""Take one step: say what it asks, show what it would do, do it once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import ROLES
from common.errors import DomainError, NotFound, UnknownTransition
from portal.access import actor_of, now_of, signed_in
from portal.addresses import page_of
from portal.cases.reading import machine_at
from portal.cases.summaries import NOTHING, summary_of
from portal.courts import roles_ahead
from portal.forms.offers import Offers
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.forms.steps import StepForm
from portal.forms.versions import version_in
from portal.words import label_of
from web.catalogue import status_of
from web.words import role_names
from workflows.actors import Actor
from workflows.available import Possibility, available
from workflows.preview import Preview, preview
from workflows.registry import Machine


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, key: str, pk: UUID, name: str) -> HttpResponseBase:
    """Show the page of one step, rehearse it, or take it."""
    known, actor = machine_at(key), actor_of(request)
    subject = known.model.objects.visible_to(actor).filter(pk=pk).first()
    if subject is None:
        raise NotFound
    offered = _possibility(subject, known, name, request, actor)
    offers = Offers(subject, actor, now_of(request))
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StepForm(known, name, offers, *posted, needs_reason=offered.needs_reason)
    page = _Page(request, known, subject, offered, form)
    if request.method != "POST":
        return page.opened()
    if not form.is_valid():
        return page.shown(status=422)
    return page.taken() if "take" in request.POST else page.rehearsed()


def _possibility(
    subject: Any, known: Machine, name: str, request: HttpRequest, actor: Actor
) -> Possibility:
    """Return the step as it stands for the person.

    Raises:
        NotFound: there is no such step for anybody.
    """
    possible = available(subject, actor=actor, now=now_of(request), machine=known)
    found = next((one for one in possible if one.name == name and one.by_a_person), None)
    if found is None:
        raise UnknownTransition(data={"transition": name})
    return found


class _Page:
    """The page of one step for one person."""

    def __init__(
        self,
        request: HttpRequest,
        known: Machine,
        subject: Any,
        offered: Possibility,
        form: StepForm,
    ) -> None:
        self.request, self.known, self.subject = request, known, subject
        self.offered, self.form = offered, form

    def opened(self) -> HttpResponse:
        """Show the form; a step that asks nothing is rehearsed at once."""
        asks = [name for name in self.form.fields if name != "reason"]
        if not self.offered.allowed or asks or self.offered.needs_reason:
            return self.shown()
        try:
            return self.shown(rehearsal=self._preview(self.subject.version))
        except DomainError as refusal:
            return self.shown(refusal=refusal)

    def rehearsed(self) -> HttpResponse:
        """Show what the step would do."""
        try:
            return self.shown(rehearsal=self._preview(version_in(self.request)))
        except DomainError as refusal:
            return self.refused(refusal)

    def taken(self) -> HttpResponseBase:
        """Take the step, once, and go back to the case."""
        before = done_before(self.request)
        if before is not None:
            return before
        try:
            self.known.verbs[self.offered.name](
                pk=self.subject.pk,
                actor=actor_of(self.request),
                now=now_of(self.request),
                version=version_in(self.request),
                reason=self.form.reason,
                **self.form.given,
            )
        except DomainError as refusal:
            return self.refused(refusal)
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.offered.title})
        return remember(self.request, redirect(page_of(self.known.key, self.subject.pk)))

    def refused(self, refusal: DomainError) -> HttpResponse:
        """Show the step again with what stands in its way."""
        show_refusal(self.form, refusal)
        return self.shown(status=status_of(refusal), refusal=refusal)

    def shown(
        self,
        *,
        status: int = 200,
        rehearsal: Preview | None = None,
        refusal: DomainError | None = None,
    ) -> HttpResponse:
        """Render the page."""
        moves_on = self.offered.target != self.subject.state
        context = {
            "subject": self.subject,
            "kind": self.known.model._meta.verbose_name,
            "step": self.offered,
            "who": role_names(self.offered.roles),
            "next": self._next() if moves_on else "",
            "leads_to": label_of(self.known.model, self.offered.target) if moves_on else "",
            "form": self.form,
            "rehearsal": rehearsal,
            "refusal": refusal,
            "back": page_of(self.known.key, self.subject.pk),
            "key": key_in(self.request),
            "version": version_in(self.request, self.subject),
            **self._summary(),
        }
        return render(self.request, "portal/step.html", context, status=status)

    def _next(self) -> str:
        """Return the roles whose move it is once the step is taken."""
        ahead = roles_ahead(self.known.key).get(self.offered.target, frozenset())
        return role_names(tuple(role for role in ROLES if role in ahead))

    def _summary(self) -> dict[str, Any]:
        """Return what stands before whoever may take the step."""
        if not self.offered.allowed:
            return NOTHING
        return summary_of(
            self.known,
            self.offered.name,
            self.subject,
            actor=actor_of(self.request),
            now=now_of(self.request),
        )

    def _preview(self, version: int) -> Preview:
        return preview(
            self.known,
            name=self.offered.name,
            pk=self.subject.pk,
            actor=actor_of(self.request),
            now=now_of(self.request),
            version=version,
            reason=self.form.reason,
            given=self.form.given,
        )
