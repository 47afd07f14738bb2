"""The files of contributions, receipts and allotments: what came, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donors.admin.promises import AMOUNT, DONOR, STATUS
from donors.choices.ledger import Account
from donors.machines.allotment import ALLOTMENT
from donors.models import Allotment, Contribution, Receipt
from donors.services.statements import statement
from web.admin import CaseAdmin, CaseInline, Panel, Reading
from web.caller import actor_in, caller_of
from web.columns import amount, column, money, share
from web.story import names_of

REFERENCE = column(gettext_lazy("Contribution"), "reference", ordering="pledge__reference")
OF_CONTRIBUTION = column(
    gettext_lazy("Contribution"),
    "contribution.reference",
    ordering="contribution__pledge__reference",
)
REQUEST_OF = column(gettext_lazy("Request"), "request.reference", ordering="request__reference")
RECEIVED = amount(gettext_lazy("Received"), "received")
GROSS = amount(gettext_lazy("Gross"), "gross")
PROGRAMMABLE = amount(gettext_lazy("Programmable"), "programmable")
SUPPORT = amount(gettext_lazy("Support cost"), "psc")


class ReceiptInline(CaseInline):
    """What arrived."""

    model = Receipt
    fields = (
        "bank_reference", "value_on", AMOUNT, amount(gettext_lazy("Applied"), "applied"),
        amount(gettext_lazy("Unapplied"), "unapplied"),
        amount(gettext_lazy("Bank charges"), "bank_charges"),
        amount(gettext_lazy("US dollars"), "usd", currency="USD"), "rate", "rate_on",
    )  # fmt: skip


class AllotmentInline(CaseInline):
    """What it is held for."""

    model = Allotment
    fields = ("request", "component", GROSS, PROGRAMMABLE, SUPPORT, "state", "released_at")
    list_select_related = ("request", "component")
    show_change_link = True


@admin.register(Contribution)
class ContributionAdmin(Reading):
    """Contributions: agreements, and the columns their cash moves between."""

    list_display = (
        REFERENCE, DONOR, AMOUNT, RECEIVED, amount(gettext_lazy("Released"), "released"),
        "agreed_at", "ends_on",
    )  # fmt: skip
    list_filter = ("currency", "donor_kind", "local_resources", "published_from")
    list_select_related = ("pledge", "organisation__country", "request")
    search_fields = ("pledge__reference", "organisation__name")
    date_hierarchy = "agreed_at"
    ordering = ("-agreed_at", "pk")
    inlines = (ReceiptInline, AllotmentInline)
    fields = (
        "pledge", DONOR, "request", AMOUNT,
        amount(gettext_lazy("US dollars when agreed"), "usd", currency="USD"), "rate", "rate_on",
        share(gettext_lazy("Rate of support cost"), "psc_rate"), "agreed_at", "starts_on",
        "ends_on", "countries", "regions", "themes", "assistance_types", "local_resources",
        "published_from",
    )  # fmt: skip

    def panels(self, subject: Contribution, request: HttpRequest) -> Sequence[Panel]:
        """Show where its cash stands."""
        columns = {
            _("Received"): subject.received,
            _("Unapplied"): subject.unapplied,
            _("Bank charges"): subject.bank_charges,
            _("Certified"): subject.certified,
            _("Released"): subject.released,
            _("Closed"): subject.closed,
            _("Taken back"): subject.reversed,
            _("Refunded"): subject.refunded,
            _("Set aside for a refund"): subject.refundable,
            _("Coordination levy"): subject.levied,
            _("Written down"): subject.written_down,
            _("Applied from another agreement"): subject.applied_in,
            _("Unapplied cash that left"): subject.unapplied_out,
            _("Reprogrammed to here"): subject.reprogrammed_in,
            _("Reprogrammed away"): subject.reprogrammed_out,
            _("May still be allotted"): subject.available.amount,
        }
        rows = [(label, money(value, subject.currency)) for label, value in columns.items()]
        heads = (_("Account"), _("Amount"), _("US dollars"))
        books = [
            (Account(one.account).label, money(one.amount, one.currency), money(one.usd, "USD"))
            for one in statement(subject, on=caller_of(request).now.date())
        ]
        return [Panel(_("Cash"), rows), Panel(_("Books"), books, heads)]


@admin.register(Receipt)
class ReceiptAdmin(Reading):
    """Payments as the bank reported them."""

    list_display = (
        "bank_reference", OF_CONTRIBUTION, "value_on", AMOUNT,
        amount(gettext_lazy("US dollars"), "usd", currency="USD"), "entered_at",
    )  # fmt: skip
    list_filter = ("currency",)
    list_select_related = ("contribution__pledge",)
    search_fields = ("bank_reference", "contribution__pledge__reference")
    date_hierarchy = "value_on"
    ordering = ("-value_on", "pk")
    fields = (
        "contribution", "bank_reference", "value_on", AMOUNT,
        amount(gettext_lazy("Applied"), "applied"), amount(gettext_lazy("Unapplied"), "unapplied"),
        amount(gettext_lazy("Bank charges"), "bank_charges"),
        amount(gettext_lazy("US dollars"), "usd", currency="USD"), "rate", "rate_on",
        "rate_source", "entered_at",
    )  # fmt: skip

    def panels(self, subject: Receipt, request: HttpRequest) -> Sequence[Panel]:
        """Show who entered it, and who kept the relation to the donor then."""
        hands = {
            _("Entered by"): subject.entered_by_id,
            _("Relationship owner then"): subject.relationship_owner_id,
        }
        names = names_of(hands.values(), actor=actor_in(request))
        return [Panel(_("Whose hands"), [(act, names.get(p, "")) for act, p in hands.items() if p])]


@admin.register(Allotment)
class AllotmentAdmin(CaseAdmin):
    """Allotments: proposed, certified, released by three people."""

    machine = ALLOTMENT
    list_display = (
        "reference", REQUEST_OF, OF_CONTRIBUTION, DONOR, GROSS, PROGRAMMABLE, STATUS,
        "released_at",
    )  # fmt: skip
    list_filter = (
        "state",
        "currency",
        ("organisation", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = (
        "contribution__pledge", "organisation__country", "request", "component",
    )  # fmt: skip
    search_fields = ("reference", "request__reference", "contribution__pledge__reference")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "pk")
    fields = (
        "contribution", DONOR, "request", "component", GROSS, PROGRAMMABLE, SUPPORT,
        share(gettext_lazy("Rate of support cost"), "psc_rate"), "certified_at", "released_at",
        "ended_at",
    )  # fmt: skip

    def panels(self, subject: Allotment, request: HttpRequest) -> Sequence[Panel]:
        """Show what became of the money, and the hands it went through."""
        amounts = {
            _("Obligated"): (subject.obligated, subject.currency),
            _("Spent"): (subject.spent, subject.currency),
            _("Support cost spent"): (subject.psc_spent, subject.currency),
            _("Taken back"): (subject.reversed, subject.currency),
            _("Gross, in US dollars"): (subject.usd_gross, "USD"),
            _("Programmable, in US dollars"): (subject.usd_programmable, "USD"),
        }
        rows = [(label, money(*pair)) for label, pair in amounts.items()]
        hands = {
            _("Proposed by"): subject.proposed_by_id,
            _("Certified by"): subject.certified_by_id,
            _("Released by"): subject.released_by_id,
            _("Reversal certified by"): subject.reversal_certified_by_id,
            _("Taken back by"): subject.reversed_by_id,
            _("Closed by"): subject.closed_by_id,
        }
        names = names_of(hands.values(), actor=actor_in(request))
        people = [(act, names.get(p, "")) for act, p in hands.items() if p]
        return [Panel(_("Money"), rows), Panel(_("Whose hands"), people)]
