"""What was done and what of it was told: events, and the messages that announce them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from web.caller import actor_in
from web.columns import column
from web.panels import Panel
from web.reading import Reading
from web.story import names_of
from web.trail_words import act_of, kinds, model_of, state_of
from web.words import role_name
from workflows.models import Event, OutboxMessage


class KindFilter(admin.SimpleListFilter):
    """Which kind of subject."""

    title = gettext_lazy("kind of file")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every kind by the name of its subjects."""
        return kinds()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the events of one kind."""
        chosen = self.value()
        return queryset.filter(subject_type=chosen) if chosen else queryset


@admin.register(Event)
class EventAdmin(Reading):
    """The trail of everything, the newest first: append-only for everybody."""

    list_display = ("at", "kind", "subject_reference", "step", "state", "role", "reason")
    list_display_links = ("at",)
    list_filter = (KindFilter, "actor_role")
    search_fields = ("subject_reference", "hash")
    date_hierarchy = "at"
    ordering = ("-at",)

    @admin.display(description=gettext_lazy("Case file"))
    def kind(self, event: Event) -> str:
        """Return what kind of file it belongs to."""
        model = model_of(event)
        return str(model._meta.verbose_name) if model else event.subject_type

    @admin.display(description=gettext_lazy("Step"))
    def step(self, event: Event) -> str:
        """Return what was done."""
        return act_of(event)

    @admin.display(description=gettext_lazy("Led to"))
    def state(self, event: Event) -> str:
        """Return the state it led to."""
        return state_of(event)

    @admin.display(description=gettext_lazy("As"))
    def role(self, event: Event) -> str:
        """Return the role it was done in."""
        return role_name(event.actor_role)

    fields = (
        "subject_reference", "kind", "step", "state", "role", "reason", "at", "effective_at",
        "seq", "version", "data", "previous_hash", "hash",
    )  # fmt: skip

    def panels(self, subject: Event, request: HttpRequest) -> list[Panel]:
        """Show whose hand it was, and lead to the file."""
        names = names_of([subject.actor_id], actor=actor_in(request))
        who = names.get(subject.actor_id, "") if subject.actor_id else role_name("system")
        return [Panel(_("Of which case"), [(_("Who"), who), (_("Case file"), _file(subject))])]


def _file(event: Event) -> str:
    model = model_of(event)
    if model is None:
        return event.subject_reference
    options = model._meta
    try:
        name = f"admin:{options.app_label}_{options.model_name}_change"
        address = reverse(name, args=[event.subject_id])
    except NoReverseMatch:
        return event.subject_reference
    shown = event.subject_reference or options.verbose_name
    return format_html('<a href="{}">{}</a>', address, shown)


class FateFilter(admin.SimpleListFilter):
    """How far a message came."""

    title = gettext_lazy("how far it came")
    parameter_name = "fate"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the three fates."""
        return [("failed", _("Given up")), ("waiting", _("Waiting")), ("done", _("Delivered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the messages of one fate."""
        waiting = {"delivered_at__isnull": True, "failed_at__isnull": True}
        chosen = {
            "failed": {"failed_at__isnull": False},
            "waiting": waiting,
            "done": {"delivered_at__isnull": False},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


@admin.register(OutboxMessage)
class OutboxAdmin(Reading):
    """What must still be told to the world; those given up need a person."""

    list_display = (
        column(gettext_lazy("Case file"), "event.subject_reference"),
        column(gettext_lazy("Step"), "event.name"),
        "created_at", "attempts", "sent_at", "delivered_at", "failed_at", "last_error",
    )  # fmt: skip
    list_filter = (FateFilter,)
    list_select_related = ("event",)
    search_fields = ("event__subject_reference",)
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the messages of the events the person may read."""
        found = OutboxMessage.objects.select_related("event").order_by("-created_at")
        return found if actor_in(request).reads_all_cases else found.none()
