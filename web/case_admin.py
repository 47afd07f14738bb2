"""Case files in the admin: read like any page, moved only by the verbs of their machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import DomainError, NotFound
from web.caller import actor_in, caller_of
from web.errors import of_refusal
from web.forms import MoveForm, form_for
from web.idempotency import once_per_form
from web.inputs import personal_moves
from workflows.available import Possibility, available
from workflows.models import Event
from workflows.preview import Preview, preview
from workflows.registry import Machine

if TYPE_CHECKING:
    Plain = admin.ModelAdmin[Any]
    PlainInline = admin.TabularInline[Any, Any]
else:  # Django's admin classes take no parameters when they run
    Plain, PlainInline = admin.ModelAdmin, admin.TabularInline


class ViewOnly:
    """Nothing is added, changed or deleted through Django's own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False


class CaseInline(ViewOnly, PlainInline):
    """Children of a case, to read."""

    extra = 0
    can_delete = False
    show_change_link = False


class CaseAdmin(ViewOnly, Plain):
    """The file of one subject: its fields and children, its trail, and a button for each move.

    A subclass names ``machine``, and whatever a ModelAdmin names (list_display, list_filter,
    search_fields, fieldsets, inlines). ``panels(subject, request)`` may add (title, rows).
    """

    machine: ClassVar[Machine]
    change_form_template = "admin/web/case.html"
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["web/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the subjects the person may see."""
        visible: QuerySet[Any] = self.machine.model.objects.visible_to(actor_in(request))
        ordering = self.get_ordering(request)
        return visible.order_by(*ordering) if ordering else visible

    def panels(self, subject: Any, request: HttpRequest) -> Sequence[tuple[str, Any]]:
        """Return further tables of the file: (title, rows of (label, value))."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        """Add the page of a move."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        page = self.admin_site.admin_view(self.move_view)
        return [path("<uuid:pk>/move/<str:move>/", page, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the file."""
        subject = self._subject(request, unquote(object_id))
        context = {
            **(extra_context or {}),
            "steps": self._steps(subject, request),
            "trail": _trail(subject, request),
            "panels": self.panels(subject, request) if subject else (),
            "subject": subject,
        }
        return super().change_view(request, object_id, form_url, context)

    def _subject(self, request: HttpRequest, pk: Any) -> Any:
        try:
            return self.get_queryset(request).filter(pk=pk).first()
        except ValidationError:
            return None

    def _steps(self, subject: Any, request: HttpRequest) -> list[tuple[Possibility, str]]:
        if subject is None:
            return []
        caller = caller_of(request)
        possible = available(subject, actor=caller.actor, now=caller.now, machine=self.machine)
        known = set(personal_moves(self.machine))
        return [
            (one, self._address("move", subject.pk, one.name))
            for one in possible
            if one.from_here and one.name in known
        ]

    def _address(self, page: str, *parts: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=parts, current_app=self.admin_site.name)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def move_view(self, request: HttpRequest, pk: UUID, move: str) -> HttpResponse:
        """Ask what a move asks, show what it would do, and take it once confirmed.

        Every POST goes to the verb, whatever the page offered: it decides.
        """
        subject = self._subject(request, pk)
        if subject is None or move not in personal_moves(self.machine):
            raise NotFound
        form = form_for(self.machine, move)(
            request.POST if request.method == "POST" else None,
            request.FILES if request.method == "POST" else None,
            subject=subject,
            actor=actor_in(request),
        )
        page = MovePage(self, request, subject, move, form)
        if request.method != "POST":
            return page.opened()
        if not form.is_valid():
            return page.shown(status=422)
        return page.taken() if "confirm" in request.POST else page.rehearsed()

    def file_of(self, subject: Any) -> str:
        """Return the address of the file."""
        return self._address("change", subject.pk)


class MovePage:
    """One visit to the page of a move."""

    def __init__(
        self, case: CaseAdmin, request: HttpRequest, subject: Any, move: str, form: MoveForm
    ) -> None:
        """Note who wants to move what."""
        self.case = case
        self.request = request
        self.subject = subject
        self.move = move
        self.form = form
        self.caller = caller_of(request)
        possible = available(
            subject, actor=self.caller.actor, now=self.caller.now, machine=case.machine
        )
        self.possibility = next(one for one in possible if one.name == move)

    def opened(self) -> HttpResponse:
        """Show the empty form, or at once what would happen where nothing is asked."""
        if self.possibility.allowed and self.form.asks_nothing:
            return self._with_effects(given={}, reason="", version=None)
        return self.shown()

    def rehearsed(self) -> HttpResponse:
        """Show what would happen with what was filled in."""
        given, reason = self.form.given, self.form.reason
        return self._with_effects(
            given=given, reason=reason, version=self.form.cleaned_data["version"]
        )

    def _with_effects(
        self, *, given: dict[str, Any], reason: str, version: int | None
    ) -> HttpResponse:
        try:
            seen = preview(
                self.case.machine,
                name=self.move,
                pk=self.subject.pk,
                actor=self.caller.actor,
                now=self.caller.now,
                version=version,
                reason=reason,
                given=given,
            )
        except DomainError as refusal:
            return self.shown(refusal=None if not self.form.is_bound else refusal)
        return self.shown(effects=seen)

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
                now=self.caller.now,
                act=self._act,
            )
        except DomainError as refusal:
            return self.shown(refusal=refusal)
        return HttpResponseRedirect(address)

    def _act(self) -> str:
        self.case.machine.verbs[self.move](
            pk=self.subject.pk,
            actor=self.caller.actor,
            now=self.caller.now,
            version=self.form.cleaned_data["version"],
            reason=self.form.reason,
            **self.form.given,
        )
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.possibility.title})
        return self.case.file_of(self.subject)

    def shown(
        self,
        *,
        effects: Preview | None = None,
        refusal: DomainError | None = None,
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
            "possibility": self.possibility,
            "form": self.form,
            "effects": effects,
            "problem": problem,
            "file": self.case.file_of(self.subject),
            "media": self.case.media,
        }
        return TemplateResponse(
            self.request,
            "admin/web/move.html",
            context,
            status=problem.status if problem else status,
        )


def _trail(subject: Any, request: HttpRequest) -> list[tuple[Event, str]]:
    """Return the events of a subject with the names of those who acted."""
    if subject is None:
        return []
    actor = actor_in(request)
    events = list(Event.objects.visible_to(actor).of(subject.pk).reverse()[:200])
    people = {event.actor_id for event in events if event.actor_id}
    names = {
        person.pk: str(person) for person in User.objects.visible_to(actor).filter(pk__in=people)
    }
    return [(event, names.get(event.actor_id or event.pk, "")) for event in events]
