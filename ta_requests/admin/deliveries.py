"""The file of a delivery, of its milestones and of its goods."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from ta_requests.admin.requests import REQUEST_OF, STATE, STATUS
from ta_requests.machines import DELIVERY, MATERIAL_ITEM, MILESTONE
from ta_requests.models import Delivery, Feedback, MaterialItem, Milestone, Output
from web.admin import CaseAdmin, CaseInline
from web.columns import column, quantity

DELIVERY_OF = column(gettext_lazy("Delivery"), "delivery.reference", ordering="delivery__reference")


class OutputInline(CaseInline):
    """What is to be there in the end."""

    model = Output
    fields = ("number", "title", "component", "status", "noticed_at", "silence_due_at", "note")
    list_select_related = ("component",)
    verbose_name_plural = gettext_lazy("Outputs")


class MilestoneInline(CaseInline):
    """Steps of the work plan."""

    model = Milestone
    fields = ("title", "due_on", "state", "evidence_at", "accepted_at")
    show_change_link = True


class GoodsInline(CaseInline):
    """Goods on their way."""

    model = MaterialItem
    fields = ("description", quantity(gettext_lazy("Quantity")), "state", "shipped_at", "signed_at")
    show_change_link = True


class FeedbackInline(CaseInline):
    """What people said afterwards."""

    model = Feedback
    fields = ("rating", "text", "at")
    verbose_name_plural = gettext_lazy("Feedback")


@admin.register(Delivery)
class DeliveryAdmin(CaseAdmin):
    """Deliveries."""

    machine = DELIVERY
    list_display = ("reference", REQUEST_OF, STATE, STATUS, "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("request", "organisation__country")
    search_fields = ("reference", "request__reference", "request__title")
    date_hierarchy = "starts_on"
    ordering = ("-created_at",)
    inlines = (OutputInline, MilestoneInline, GoodsInline, FeedbackInline)
    fieldsets = (
        (None, {"fields": ("request", STATE, "number", "starts_on", "ends_on")}),
        (gettext_lazy("Work plan"), {"fields": ("plan",)}),
        (
            gettext_lazy("Dates and decisions"),
            {
                "fields": (
                    "agreed_at", "approved_at", "started_at", "ended_at", "closed_at",
                    "follow_up_on", "followed_up_at", "follow_up_findings",
                )
            },
        ),
    )  # fmt: skip


@admin.register(Milestone)
class MilestoneAdmin(CaseAdmin):
    """Milestones."""

    machine = MILESTONE
    list_display = ("reference", "title", DELIVERY_OF, STATE, STATUS, "due_on")
    list_filter = ("state",)
    list_select_related = ("delivery", "organisation__country", "output", "evidence_document")
    search_fields = ("reference", "title", "delivery__reference")
    date_hierarchy = "due_on"
    ordering = ("due_on", "number")
    fields = (
        "delivery", STATE, "output", "title", "due_on", "evidence", "evidence_document",
        "evidence_at", "accepted_at",
    )  # fmt: skip


@admin.register(MaterialItem)
class MaterialItemAdmin(CaseAdmin):
    """Goods, from the order to the handover."""

    machine = MATERIAL_ITEM
    list_display = (
        "reference", "description", quantity(gettext_lazy("Quantity")), DELIVERY_OF, STATE, STATUS,
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = (
        "delivery", "organisation__country", "component", "component_item", "replaces",
        "certificate_document",
    )  # fmt: skip
    search_fields = ("reference", "description", "delivery__reference")
    ordering = ("-created_at",)
    fields = (
        "delivery", STATE, "component", "replaces", "description",
        quantity(gettext_lazy("Quantity")), "shipped_at", "customs_at",
        quantity(gettext_lazy("Presented"), "presented_quantity"), "presented_at",
        "certificate_number", "certificate_document",
        quantity(gettext_lazy("Handed over"), "handed_quantity"), "signed_at",
        quantity(gettext_lazy("Lost"), "lost_quantity"), "lost_at", "written_off_at",
    )  # fmt: skip
