"""Pages of the admin that read: what the person may see; what is entered goes to a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from web.caller import actor_in
from web.panels import Panel, attached_to
from web.ways import Entering

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


class Seen:
    """Starts every page with what the person may see, and what it needs read along."""

    list_select_related: ClassVar[Any] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the visible objects in the page's order."""
        page: Any = self
        visible = page.model._default_manager.visible_to(actor_in(request))
        ordering = page.get_ordering(request)
        visible = visible.order_by(*ordering) if ordering else visible
        along = self.list_select_related
        found: QuerySet[Any] = visible.select_related(*along) if along else visible
        return found


class CaseInline(ViewOnly, Seen, PlainInline):
    """Children of a file, to read; ``fields`` may be names and columns."""

    template = "admin/web/inline.html"
    extra = 0
    can_delete = False
    show_change_link = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show everything, ask for nothing."""
        return self.fields or ()


class Reading(ViewOnly, Entering, Seen, Plain):
    """A list and a file that only read; empty lines of a file are left out.

    ``panels(subject, request)`` adds tables above the fields.
    """

    change_form_template = "admin/web/file.html"
    change_list_template = "admin/web/list.html"
    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def panels(self, subject: Any, request: HttpRequest) -> Sequence[Panel]:
        """Return further tables of the file."""
        return ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the sections of the file without what is empty."""
        declared = super().get_fieldsets(request, obj)
        if obj is None:
            return declared
        told = [
            (
                title,
                {**options, "fields": [one for one in options["fields"] if self._says(obj, one)]},
            )
            for title, options in declared
        ]
        return [(title, options) for title, options in told if options["fields"]]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the file."""
        subject = self.subject_at(request, object_id)
        context = dict(extra_context or {})
        if subject is not None:
            context |= {"title": str(subject), "subtitle": None, "subject": subject}
            context |= self.told_of(subject, request)
        return super().change_view(request, object_id, form_url, context)

    def told_of(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        """Return what the page says besides the fields."""
        actor = actor_in(request)
        return {
            "panels": [*self.panels(subject, request), *attached_to(subject, actor)],
            "ways": self.ways_from(subject, actor),
        }

    def subject_at(self, request: HttpRequest, pk: Any) -> Any:
        """Return the object of an address, or None where there is none for this person."""
        try:
            return self.get_queryset(request).filter(pk=pk).first()
        except (ValidationError, ValueError):
            return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the file: its trail is the history, the admin keeps none of its own."""
        return HttpResponseRedirect(self.address("change", object_id))

    def address(self, page: str, *parts: Any) -> str:
        """Return the path of one of our pages."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=parts, current_app=self.admin_site.name)

    def _says(self, subject: Model, line: Any) -> bool:
        """Tell whether a line of a file has something to say."""
        ours = getattr(self, line, None) if isinstance(line, str) else line
        value = ours(subject) if callable(ours) else getattr(subject, str(line), True)
        return not (value is None or value == "" or value == [])
