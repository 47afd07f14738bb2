"""The file of a pledge in kind."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from donors.admin.promises import DONOR, STATUS
from donors.machines.in_kind import IN_KIND
from donors.models import InKindPledge
from web.admin import CaseAdmin
from web.columns import amount

VALUE = amount(gettext_lazy("Value"), "value")


@admin.register(InKindPledge)
class InKindAdmin(CaseAdmin):
    """Goods and services."""

    machine = IN_KIND
    list_display = ("reference", DONOR, "kind", "title", VALUE, STATUS)
    list_filter = ("state", "kind")
    list_select_related = ("organisation__country", "request")
    search_fields = ("reference", "title", "organisation__name", "request__reference")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        DONOR, "kind", "title", "description", "request", "item", "quantity", "unit", VALUE,
        amount(gettext_lazy("US dollars"), "usd", currency="USD"), "announced_at", "agreed_at",
        "reported_quantity", "delivered_quantity", "confirmed_at",
    )  # fmt: skip
