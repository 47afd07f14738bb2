"""The books: journals and their lines, spending, adjustments, months, unidentified cash."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from donors.admin.money import OF_CONTRIBUTION
from donors.admin.promises import AMOUNT, DONOR, STATUS
from donors.machines.adjustments import ACCOUNTING_PERIOD, ADJUSTMENT, UNIDENTIFIED_RECEIPT
from donors.models import (
    AccountBalance,
    AccountingPeriod,
    Adjustment,
    ExternalReference,
    Journal,
    JournalLine,
    SpendingEntry,
    UnidentifiedReceipt,
)
from web.admin import CaseAdmin, CaseInline, Reading
from web.columns import amount

USD = amount(gettext_lazy("US dollars"), "usd", currency="USD")


class LineInline(CaseInline):
    """What a journal moved."""

    model = JournalLine
    fields = ("account", AMOUNT, USD, "rate", "rate_on", "rate_source")


@admin.register(Journal)
class JournalAdmin(Reading):
    """Journals: one for each act on money."""

    list_display = ("kind", OF_CONTRIBUTION, "value_on", "period", "text", "lines_count", "at")
    list_filter = ("kind", "period")
    list_select_related = ("contribution__pledge",)
    search_fields = ("text", "contribution__pledge__reference")
    date_hierarchy = "value_on"
    ordering = ("-at", "pk")
    inlines = (LineInline,)
    fields = (
        "kind", "contribution", "allotment", "subject_type", "event_seq", "value_on", "period",
        "text", "warning", "at",
    )  # fmt: skip


@admin.register(AccountBalance)
class BalanceAdmin(Reading):
    """What stands on each account."""

    list_display = ("account", OF_CONTRIBUTION, AMOUNT, USD, "lines_count")
    list_filter = ("account", "currency")
    list_select_related = ("contribution__pledge",)
    search_fields = ("contribution__pledge__reference",)
    ordering = ("contribution", "account", "pk")
    fields = ("account", "contribution", "component", AMOUNT, USD, "lines_count")


@admin.register(SpendingEntry)
class SpendingAdmin(Reading):
    """Obligations, cancellations and expenditures."""

    list_display = (
        "kind", OF_CONTRIBUTION, AMOUNT, USD, "description", "document_reference", "value_on",
    )  # fmt: skip
    list_filter = ("kind", "currency")
    list_select_related = ("contribution__pledge",)
    search_fields = ("document_reference", "description", "contribution__pledge__reference")
    date_hierarchy = "value_on"
    ordering = ("-entered_at", "pk")
    fields = (
        "kind", "allotment", "component", "milestone", AMOUNT, USD,
        amount(gettext_lazy("Support cost"), "psc"), "description", "document_reference",
        "value_on", "entered_at",
    )  # fmt: skip


@admin.register(ExternalReference)
class ExternalReferenceAdmin(Reading):
    """Numbers of other systems."""

    list_display = ("kind", "value", OF_CONTRIBUTION, "entered_at")
    list_filter = ("kind",)
    list_select_related = ("contribution__pledge",)
    search_fields = ("value", "contribution__pledge__reference")
    ordering = ("-entered_at", "pk")
    fields = ("kind", "value", "contribution", "allotment", "entered_at")


@admin.register(Adjustment)
class AdjustmentAdmin(CaseAdmin):
    """Adjustments: entered by one officer, decided by another."""

    machine = ADJUSTMENT
    list_display = ("reference", "kind", OF_CONTRIBUTION, DONOR, AMOUNT, STATUS, "value_on")
    list_filter = ("state", "kind", "currency")
    list_select_related = ("contribution__pledge", "organisation__country")
    search_fields = ("reference", "document_reference", "contribution__pledge__reference")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    fields = (
        "kind", "contribution", "target", DONOR, AMOUNT, "source", "value_on",
        "document_reference", "donor_word", "explanation", USD,
        amount(gettext_lazy("US dollars on the value date"), "usd_paid", currency="USD"),
        "decided_at",
    )  # fmt: skip


@admin.register(AccountingPeriod)
class AccountingPeriodAdmin(CaseAdmin):
    """Months certified and closed."""

    machine = ACCOUNTING_PERIOD
    list_display = ("month", STATUS, "created_at", "decided_at")
    list_filter = ("state",)
    search_fields = ("month",)
    ordering = ("-month", "-created_at")
    fields = ("month", "created_at", "decided_at")


@admin.register(UnidentifiedReceipt)
class UnidentifiedReceiptAdmin(CaseAdmin):
    """Cash nobody can place yet."""

    machine = UNIDENTIFIED_RECEIPT
    list_display = ("bank_reference", AMOUNT, USD, STATUS, "value_on")
    list_filter = ("state", "currency")
    search_fields = ("bank_reference",)
    date_hierarchy = "value_on"
    ordering = ("-value_on", "pk")
    fields = (
        "bank_reference", "value_on", AMOUNT, USD, "rate", "rate_on", "rate_source", "remark",
        "receipt", "identified_at",
    )  # fmt: skip
