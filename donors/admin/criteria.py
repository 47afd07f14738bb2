"""What donors look for, standing, and how that changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donors.admin.promises import DONOR
from donors.models import StandingCriteria
from donors.services.criteria_trail import STANDING_CRITERIA
from web.admin import Panel, Reading
from web.caller import actor_in
from web.columns import amount, moment
from web.story import names_of
from web.trail_words import Kind, act_of, name_kind
from web.words import role_name
from workflows.models import Event

LEAST = amount(gettext_lazy("Gross from (USD)"), "least_usd", currency="USD")
MOST = amount(gettext_lazy("Gross up to (USD)"), "most_usd", currency="USD")
NEWEST = 50

name_kind(
    STANDING_CRITERIA,
    Kind(
        model=StandingCriteria,
        acts={
            "set": gettext_lazy("Criteria set"),
            "change": gettext_lazy("Criteria changed"),
            "withdraw": gettext_lazy("Criteria withdrawn"),
        },
    ),
)


@admin.register(StandingCriteria)
class StandingCriteriaAdmin(Reading):
    """Standing criteria: one file per donor."""

    list_display = (DONOR, "groups", "themes", LEAST, MOST, "changed_at")
    list_select_related = ("organisation__country",)
    search_fields = ("organisation__name",)
    date_hierarchy = "changed_at"
    ordering = ("-changed_at", "pk")
    fields = (
        DONOR, "groups", "regions", "countries", "themes", "assistance_types", LEAST, MOST,
        "note", "changed_at", "version",
    )  # fmt: skip

    def panels(self, subject: StandingCriteria, request: HttpRequest) -> Sequence[Panel]:
        """Show who changed what, the newest first."""
        actor = actor_in(request)
        trail = Event.objects.visible_to(actor).of(subject.pk).reverse()[:NEWEST]
        events = list(trail)
        names = names_of([event.actor_id for event in events], actor=actor)
        rows = [
            (
                moment(event.effective_at),
                act_of(event),
                names.get(event.actor_id, "") if event.actor_id else "",
                role_name(event.actor_role),
                _changes(event),
            )
            for event in events
        ]
        heads = (_("When"), _("Step"), _("Who"), _("As"), _("What changed"))
        return [Panel(_("Trail"), rows, heads)] if rows else []


def _changes(event: Event) -> str:
    """Return the names of what changed; the event itself says from what to what."""
    fields = (StandingCriteria._meta.get_field(name) for name in event.data)
    return _(", ").join(str(getattr(field, "verbose_name", "")) for field in fields)
