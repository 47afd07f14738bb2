"""Ways from a list or a file of the admin to the pages on which something is entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from common.errors import NotFound, Sentence
from web.caller import actor_in
from web.entering import EnterPage
from web.entries import Entry, entries_about, entries_of, entry_of
from web.forms import may_serve
from workflows.actors import Actor


@dataclass(frozen=True)
class Way:
    """A way to the page of an entry."""

    title: Sentence
    address: str


class Entering:
    """The pages of the entries a model declares, each reached from where it belongs.

    Django's own page for adding stays closed: what is entered goes by a form to a service.
    """

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of what is entered here, where something is."""
        page: Any = self
        entries = entries_of(page.model)
        name = f"{page.opts.app_label}_{page.opts.model_name}"
        shown = page.admin_site.admin_view
        found: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if entries.written:
            view = shown(self.write_view)
            found.insert(0, path("<uuid:pk>/enter/<str:entry>/", view, name=f"{name}_write"))
        if entries.begun:
            view = shown(self.begin_view)
            found.insert(0, path("enter/<str:entry>/", view, name=f"{name}_enter"))
        return found

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def begin_view(self, request: HttpRequest, entry: str) -> HttpResponse:
        """Enter something new, by the form and the service of its entry."""
        page: Any = self
        if not page.has_view_permission(request):
            raise PermissionDenied
        return EnterPage(page, request, entry_of(entries_of(page.model).begun, entry)).answer()

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def write_view(self, request: HttpRequest, pk: UUID, entry: str) -> HttpResponse:
        """Write something into a file, by the form and the service of its entry."""
        page: Any = self
        subject = page.subject_at(request, pk)
        if subject is None:
            raise NotFound
        found = entry_of(entries_of(page.model).written, entry)
        return EnterPage(page, request, found, subject).answer()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, and what the person may enter here."""
        page: Any = self
        actor = actor_in(request)
        ways = [
            Way(one.title, page.address("enter", one.name))
            for one in entries_of(page.model).begun
            if one.by(None, actor)
        ]
        context = {**(extra_context or {}), "ways": ways}
        shown: HttpResponse = super().changelist_view(request, context)  # type: ignore[misc]
        return shown

    def ways_from(self, subject: Any, actor: Actor) -> list[Way]:
        """Return what a person may now write into a file, and begin from it."""
        page: Any = self
        written = [
            Way(one.title, page.address("write", subject.pk, one.name))
            for one in entries_of(page.model).written
            if one.offered(subject, actor)
        ]
        begun = [
            Way(one.title, _begun_from(model, one, subject))
            for model, one in entries_about(page.model)
            if one.offered(subject, actor)
            and may_serve(one.name, one.about[page.model], subject.pk, actor=actor)
        ]
        return [*written, *begun]


def _begun_from(model: type[Model], entry: Entry, subject: Model) -> str:
    options = model._meta
    page = reverse(f"admin:{options.app_label}_{options.model_name}_enter", args=[entry.name])
    return f"{page}?{urlencode({entry.about[type(subject)]: subject.pk})}"
