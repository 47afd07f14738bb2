"""The file of a request: what is asked, what it costs, who has paid, and whose move it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ta_requests.choices.request import Court
from ta_requests.machines import CIRCULATION, REQUEST
from ta_requests.models import (
    Assessment,
    Circulation,
    Clarification,
    Component,
    Delivery,
    Document,
    Request,
    RequestedItem,
    RequestVersion,
    Turn,
)
from web.admin import CaseAdmin, CaseInline, Panel
from web.caller import actor_in
from web.columns import column, money, quantity

STATE = column(gettext_lazy("State"), "organisation.display_name", ordering="organisation__name")
REQUEST_OF = column(gettext_lazy("Request"), "request.reference", ordering="request__reference")
STATUS = column(gettext_lazy("Stands at"), "get_state_display", ordering="state")


COURT = column(gettext_lazy("Whose move"), "whose_move.label", ordering="court")


class CourtFilter(admin.SimpleListFilter):
    """Whose move it is."""

    title = gettext_lazy("whose move it is")
    parameter_name = "court"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the courts."""
        return [(court.value, court.label) for court in Court]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the requests of one court."""
        chosen = self.value()
        return queryset.filter(court=chosen) if chosen else queryset


class ItemInline(CaseInline):
    """What material is asked for."""

    model = RequestedItem
    fields = ("description", quantity(gettext_lazy("Quantity")), "purpose")
    verbose_name_plural = gettext_lazy("Requested items")


class AssessmentInline(CaseInline):
    """Its needs assessments."""

    model = Assessment
    fields = ("state", "sent_at", "validated_at", "finalised_at")
    show_change_link = True


class CirculationInline(CaseInline):
    """When and to whom it was shown."""

    model = Circulation
    fields = ("state", "consent_class", "deadline_at", "circulated_at", "ended_at")
    list_select_related = ("request",)
    show_change_link = True


class DeliveryInline(CaseInline):
    """Its deliveries."""

    model = Delivery
    fields = ("state", "starts_on", "ends_on", "started_at", "ended_at")
    show_change_link = True


class ClarificationInline(CaseInline):
    """Questions and answers."""

    model = Clarification
    fields = ("question", "asked_at", "due_at", "answer", "answered_at")


class DocumentInline(CaseInline):
    """Its papers."""

    model = Document
    fields = ("kind", "paper", "media_type", "attached_at")

    @admin.display(description=gettext_lazy("Case file"))
    def paper(self, document: Document) -> str:
        """Return a link to the paper itself."""
        address = reverse("portal:document", args=[document.request_id, document.pk])
        return format_html('<a href="{}">{}</a>', address, document.name)


class VersionInline(CaseInline):
    """The texts as they were sent."""

    model = RequestVersion
    fields = ("number", "occasion", "frozen_at", "digest")
    classes = ("collapse",)


class TurnInline(CaseInline):
    """Whose move it was, and for how many working days."""

    model = Turn
    fields = ("court", "began_at", "ended_at", "working_days")
    classes = ("collapse",)


@admin.register(Request)
class RequestAdmin(CaseAdmin):
    """Requests of Member States."""

    machine = REQUEST
    list_display = ("name", STATE, "title", STATUS, COURT, "priority_score", "updated_at")
    list_filter = (
        "state",
        CourtFilter,
        "consent_class",
        "channel",
        ("themes", admin.RelatedOnlyFieldListFilter),
        ("country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("organisation__country", "country")
    search_fields = ("reference", "title")
    search_help_text = gettext_lazy("Words of the reference, the title and the four sections.")
    date_hierarchy = "submitted_at"
    ordering = ("-updated_at", "id")
    inlines = (
        ItemInline,
        AssessmentInline,
        CirculationInline,
        DeliveryInline,
        ClarificationInline,
        DocumentInline,
        TurnInline,
        VersionInline,
    )

    @admin.display(description=gettext_lazy("Reference"), ordering="reference")
    def name(self, request: Request) -> str:
        """Return the reference, or say that there is none yet."""
        return request.reference or _("draft")

    @admin.display(description=gettext_lazy("Named donors"))
    def donors(self, request: Request) -> str:
        """Return the donors it is shown to by name."""
        named = request.named_donors.select_related("country")
        return _(", ").join(one.display_name for one in named)

    fieldsets = (
        (
            gettext_lazy("What is asked"),
            {
                "fields": (
                    "title", STATE, COURT, "channel", "language", "themes", "assistance_types",
                    "other_type_text", "instruments", "priority_score",
                )
            },
        ),
        (
            gettext_lazy("The four sections"),
            {"fields": ("needs", "priorities", "challenges", "restrictions")},
        ),
        (
            gettext_lazy("Law and perspective"),
            {"fields": ("domestic_law_note", "gender_note", "culture_note", "safeguards_note")},
        ),
        (
            gettext_lazy("Who may see it"),
            {"fields": ("consent_class", "donors", "circulated_at")},
        ),
        (
            gettext_lazy("Dates and decisions"),
            {
                "fields": (
                    "submitted_at", "acknowledged_at", "returned_grounds", "information_due_at",
                    "assessed_at", "funding_sought_at", "review_due_at", "funded_at",
                    "delivery_started_at", "completed_at", "completion_basis", "follow_up_on",
                    "lapsed_at", "decline_code", "referral_provider", "withdrawn_at",
                    "refund_plan", "terminated_at", "settlement_plan", "closed_at",
                )
            },
        ),
        (
            gettext_lazy("Generated note verbale"),
            {"fields": ("note_verbale_text",), "classes": ("collapse",)},
        ),
    )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search the words the database keeps of every request."""
        found: Any = queryset
        return (found.search(search_term) if search_term else queryset), False

    def panels(self, subject: Request, request: HttpRequest) -> Sequence[Panel]:
        """Show the three totals of its money, and each component with what it has."""
        actor = actor_in(request)
        components = list(
            Component.objects.visible_to(actor)
            .of_request(subject.pk)
            .select_related("funding")
            .order_by("phase", "number")
        )
        return [one for one in (_totals(subject), _components(components)) if one.rows]


def _totals(subject: Request) -> Panel:
    title = _("Money, in US dollars")
    try:
        position: Any = subject.position
    except ObjectDoesNotExist:
        return Panel(title, ())
    lines = ("pledged", "committed", "received", "released", "open_obligations", "expenditure")
    rows = []
    for line in lines:
        field = position._meta.get_field(f"{line}_usd")
        label = str(field.verbose_name)
        rows.append((label[:1].upper() + label[1:], money(getattr(position, field.name), "USD")))
    return Panel(title, rows, note=_("Pledged, committed and received are never added up."))


def _components(components: Sequence[Component]) -> Panel:
    heads = (
        _("Component"), _("Phase"), _("Stands at"), _("Net"), _("Support cost"), _("Gross"),
        _("Pledged"), _("Received"), _("Released, programmable"),
    )  # fmt: skip
    return Panel(_("Components"), [_component(one) for one in components], heads)


def _component(one: Component) -> tuple[Any, ...]:
    has: Any = getattr(one, "funding", None)
    return (
        f"{one.number}. {one.title}",
        one.phase,
        one.get_status_display(),
        *(money(value, one.currency) for value in (one.net, one.psc, one.gross)),
        *(
            money(getattr(has, name), "USD") if has else ""
            for name in ("pledged_usd", "received_usd", "released_net_usd")
        ),
    )


@admin.register(Circulation)
class CirculationAdmin(CaseAdmin):
    """Showing requests to donors, after the State had its say."""

    machine = CIRCULATION
    list_display = (REQUEST_OF, "number", STATUS, "consent_class", "deadline_at", "circulated_at")
    list_filter = ("state", "consent_class")
    list_select_related = ("request", "organisation__country")
    search_fields = ("request__reference", "request__title")
    date_hierarchy = "deadline_at"
    ordering = ("-created_at",)
    fields = (
        "request", "number", "consent_class", "deadline_at", "circulated_at", "objected_at",
        "ended_at",
    )  # fmt: skip
