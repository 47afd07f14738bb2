"""The page of one entry in the admin: asked, rehearsed, confirmed, entered once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed, NotFound, Stale, StateMoved
from web.caller import caller_of
from web.entries import NOT_YET, Entry, Written
from web.errors import of_refusal
from web.forms import form_of
from web.idempotency import digest_of, once_per_form
from web.panels import panels_before
from web.refusals import KeyReused
from web.words import label_of, role_names
from workflows.preview import Preview, rehearse

if TYPE_CHECKING:
    from web.reading import Reading


class EnterPage:
    """One visit to the page of an entry, of ``subject`` where it is written into a file."""

    def __init__(
        self, page: Reading, request: HttpRequest, entry: Entry, subject: Any = None
    ) -> None:
        """Note who wants to enter what."""
        self.page, self.request, self.entry, self.subject = page, request, entry, subject
        self.caller = caller_of(request)
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.form = form_of(entry)(
            *posted, subject=subject, actor=self.caller.actor, initial=self._initial()
        )
        self.hindrance = self._hindrance()
        self.is_rehearsed = not self.form.is_multipart()

    def _initial(self) -> dict[str, Any]:
        """Return what stands there, and what the page somebody comes from named."""
        named = self.entry.about.values()
        asked = {name: self.request.GET[name] for name in named if name in self.request.GET}
        return {**self.entry.initial(self.subject, None), **asked}

    def _hindrance(self) -> str:
        """Say why the form is not open, in the words the service would use."""
        if not self.entry.by(self.subject, self.caller.actor):
            return str(self.entry.by.sentence or NotAllowed.sentence)
        is_open = self.subject is None or self.entry.at(self.subject)
        return "" if is_open else str(StateMoved.sentence)

    def answer(self) -> HttpResponse:
        """Open the page, rehearse what was filled in, or enter it.

        Every POST goes to the service, whatever the page offered: it decides.
        """
        if self.request.method != "POST":
            return self.shown()
        if not self.form.is_valid():
            return self.shown(status=422)
        if "confirm" in self.request.POST and self._was_seen():
            return self.entered()
        return self.rehearsed() if self.is_rehearsed else self.shown()

    def _was_seen(self) -> bool:
        """Tell whether exactly this was shown before it was confirmed; a file cannot be."""
        return not self.is_rehearsed or self.request.POST.get("seen") == self._digest()

    def _digest(self) -> str:
        return digest_of(self.form.given)

    def rehearsed(self) -> HttpResponse:
        """Show what would come of it."""
        try:
            return self.shown(effects=rehearse(self._written, actor=self.caller.actor))
        except DomainError as refusal:
            return self.refused(refusal)

    def entered(self) -> HttpResponse:
        """Enter it and go to its file; sent twice, it is entered once."""
        person_id = self.caller.actor.person_id
        if person_id is None:
            raise NotFound
        try:
            address = once_per_form(
                person_id=person_id,
                route=self.request.path,
                key=self.form.cleaned_data["key"],
                given=self.form.given,
                now=self.caller.now,
                act=self._act,
            )
        except DomainError as refusal:
            return self.refused(refusal)
        return HttpResponseRedirect(address)

    def _act(self) -> str:
        made = self._written()
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.entry.title})
        return _file_of(made if self.entry.ends or self.subject is None else self.subject)

    def _written(self) -> Any:
        said = Written(
            given=dict(self.form.given),
            actor=self.caller.actor,
            now=self.caller.now,
            pk=getattr(self.subject, "pk", NOT_YET),
            version=self.form.cleaned_data["version"],
        )
        return self.entry.call(said)

    def refused(self, refusal: DomainError) -> HttpResponse:
        """Say why not; whoever came too late also reads what stands there now.

        Then the form keeps what was typed, takes the present version, and a new key: sent again,
        it is sent by somebody who has read what changed.
        """
        if not isinstance(refusal, Stale | StateMoved | KeyReused):
            return self.shown(refusal=refusal)
        self.form.renew(self.subject)
        return self.shown(refusal=refusal, present=self._present())

    def _present(self) -> list[BoundField]:
        """Return the fields in which what stands there is not what was typed, closed."""
        stands = self.form.__class__(
            subject=self.subject,
            actor=self.caller.actor,
            initial=self.entry.initial(self.subject, None),
        )
        stands.prefix = "present"
        known = stands.visible().keys() & stands.initial.keys()
        shown = [stands[name] for name in self.form.changed_data if name in known]
        for one in shown:
            one.field.disabled = True
        return shown

    def shown(
        self,
        *,
        effects: Preview | None = None,
        refusal: DomainError | None = None,
        present: Sequence[BoundField] = (),
        status: int = 200,
    ) -> HttpResponse:
        """Return the page."""
        problem = of_refusal(refusal) if refusal else None
        asked: Any = self.request
        asked.current_app = self.page.admin_site.name
        told = effects.subject if effects and self._is_its_kind(effects) else self.subject
        context = {
            **self.page.admin_site.each_context(self.request),
            "opts": self.page.opts,
            "title": self.entry.title,
            "entry": self.entry,
            "subject": self.subject,
            "hindrance": self.hindrance,
            "who": role_names(self.entry.by.roles),
            "form": self.form,
            "effects": effects,
            "seen": self._digest() if effects else "",
            "stands_at": _state_of(effects.subject) if effects else "",
            "is_rehearsed": self.is_rehearsed,
            "may_confirm": effects is not None or not self.is_rehearsed,
            "before": () if self.hindrance else panels_before(told, now=self.caller.now),
            "problem": problem,
            "present": present,
            "back": self._back(),
        }
        return TemplateResponse(
            self.request,
            "admin/web/enter.html",
            context,
            status=problem.status if problem else status,
        )

    def _is_its_kind(self, effects: Preview) -> bool:
        """Tell whether what came of it is what is begun, or the file that was written into."""
        return self.subject is None or isinstance(effects.subject, type(self.subject))

    def _back(self) -> str:
        if self.subject is None:
            return self.page.address("changelist")
        return _file_of(self.subject)


def _file_of(subject: Any) -> str:
    options = subject._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[subject.pk])


def _state_of(made: Any) -> str:
    """Return where what was rehearsed would stand; nothing for what has no states."""
    return label_of(type(made), made.state) if hasattr(made, "state") else ""
