"""UNODC's published revenue of past years, to look up."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from donors.models import RevenueByDonor, RevenueByInstrument
from web.admin import Reading
from web.columns import amount

DOLLARS = amount(gettext_lazy("US dollars"), "amount_usd", currency="USD")
FROM = ("file_name", "line", "loaded_at")


@admin.register(RevenueByDonor)
class RevenueByDonorAdmin(Reading):
    """Revenue by donor."""

    list_display = ("year", "donor", "category", DOLLARS)
    list_filter = ("year", "category")
    search_fields = ("donor",)
    ordering = ("-year", "number")
    fields = ("year", "donor", "category", DOLLARS, *FROM)


@admin.register(RevenueByInstrument)
class RevenueByInstrumentAdmin(Reading):
    """Revenue by financing instrument."""

    list_display = ("year", "instrument", "instrument_name", "category", DOLLARS)
    list_filter = ("year", "instrument", "category")
    search_fields = ("instrument_name",)
    ordering = ("-year", "number")
    fields = ("year", "instrument", "instrument_name", "category", DOLLARS, *FROM)
