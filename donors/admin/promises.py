"""The file of a pledge, and of what goes with it: examination, waiver, reports."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donors.machines.instalment import INSTALMENT
from donors.machines.pledge import PLEDGE
from donors.machines.promises import DUE_DILIGENCE, PSC_WAIVER, REPORT_OBLIGATION
from donors.models import (
    AcceptanceChecklist,
    Agreement,
    Contribution,
    DueDiligence,
    Instalment,
    PartialAgreement,
    Pledge,
    PledgeLetter,
    PscWaiver,
    PublishedRecord,
    ReportObligation,
)
from web.admin import CaseAdmin, CaseInline, Panel
from web.caller import actor_in
from web.columns import amount, column, link, money, share
from web.story import names_of

DONOR = column(gettext_lazy("Donor"), "organisation.display_name", ordering="organisation__name")
STATUS = column(gettext_lazy("Stands at"), "get_state_display", ordering="state")
PLEDGE_OF = column(gettext_lazy("Pledge"), "pledge.reference", ordering="pledge__reference")
OF_PLEDGE = amount(gettext_lazy("Amount"), "amount", currency="pledge.currency")
SETTLED = amount(gettext_lazy("Paid of it"), "settled", currency="pledge.currency")
AMOUNT = amount(gettext_lazy("Amount"), "amount")


class InstalmentInline(CaseInline):
    """When it is to be paid."""

    model = Instalment
    fields = ("number", OF_PLEDGE, SETTLED, "due_on", "milestone", "state")
    list_select_related = ("pledge",)
    show_change_link = True


class LetterInline(CaseInline):
    """The letter it was written down from."""

    model = PledgeLetter
    fields = ("name", "dated_on", "added_at")


class AgreementInline(CaseInline):
    """The signed paper."""

    model = Agreement
    fields = ("name", "added_at")


class ChecklistInline(CaseInline):
    """What must be true before UNODC accepts."""

    model = AcceptanceChecklist
    fields = ("purpose_consistent", "no_added_liability", "no_regular_budget_cost", "note")
    verbose_name_plural = gettext_lazy("Acceptance checklist")


class WaiverInline(CaseInline):
    """Other rates of support cost that were asked for."""

    model = PscWaiver
    fields = (share(gettext_lazy("Rate"), "rate"), "clause", "justification", "state", "decided_at")
    show_change_link = True


class PartInline(CaseInline):
    """What of it was agreed, and what became of the rest."""

    model = PartialAgreement
    fk_name = "pledge"
    fields = (
        amount(gettext_lazy("Pledged before"), "whole_amount"),
        amount(gettext_lazy("To be agreed"), "agreed_amount"),
        amount(gettext_lazy("The rest"), "rest_amount"),
        "rest",
        "decided_at",
    )
    list_select_related = ("rest",)


class ReportInline(CaseInline):
    """What the donor is to be told, and when."""

    model = ReportObligation
    fields = ("kind", "due_on", "state", "submitted_at", "accepted_at")
    show_change_link = True


class PublishedInline(CaseInline):
    """Where it was published, if it was not promised to us."""

    model = PublishedRecord
    fields = ("source", "identifier", "receiver", "url", "licence", "file_name", "line")


@admin.register(Pledge)
class PledgeAdmin(CaseAdmin):
    """Pledges."""

    machine = PLEDGE
    list_display = ("reference", DONOR, "title", AMOUNT, STATUS, "pledged_on", "expiry_on")
    list_filter = (
        "state",
        "currency",
        "earmark_category",
        "local_resources",
        "published_from",
        ("organisation", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("organisation__country", "request", "origin")
    search_fields = ("reference", "title", "organisation__name", "request__reference")
    date_hierarchy = "pledged_on"
    ordering = ("-created_at",)
    inlines = (
        PartInline,
        InstalmentInline,
        LetterInline,
        ChecklistInline,
        WaiverInline,
        AgreementInline,
        ReportInline,
        PublishedInline,
    )
    fieldsets = (
        (
            gettext_lazy("What is promised"),
            {
                "fields": (
                    DONOR, "title", "description", AMOUNT, "condition", "condition_basis",
                    "condition_figure", "condition_on", "expiry_on", "on_letter",
                    "local_resources", "origin", "public_since", "published_from", "published_as",
                )
            },
        ),
        (
            gettext_lazy("What it is for"),
            {
                "fields": (
                    "earmark_category", "earmark_modality", "request", "components", "countries",
                    "regions", "themes", "assistance_types",
                )
            },
        ),
        (
            gettext_lazy("Terms"),
            {
                "fields": (
                    share(gettext_lazy("Programme support rate"), "psc_rate"), "starts_on",
                    "ends_on", "clauses_standard", "clauses",
                )
            },
        ),
    )  # fmt: skip

    def panels(self, subject: Pledge, request: HttpRequest) -> Sequence[Panel]:
        """Show the cash of its agreement, and whose hands were on it."""
        cash = Contribution.objects.visible_to(actor_in(request)).filter(pledge=subject)
        found = cash.select_related("pledge").first()
        panels = [Panel(_("Money"), _worth(subject, found))]
        hands = {
            _("Announced"): subject.announced_by_id,
            _("Relationship owner"): subject.relationship_owner_id,
            _("Due diligence"): subject.due_diligence_by_id,
            _("Clauses approved"): subject.clauses_approved_by_id,
            _("Cleared"): subject.cleared_by_id,
            _("Signed"): subject.signed_by_id,
            _("Accepted"): subject.accepted_by_id,
        }
        names = names_of(hands.values(), actor=actor_in(request))
        rows = [(act, names.get(person, "-")) for act, person in hands.items() if person]
        return [*panels, Panel(_("Whose hands"), rows)] if rows else panels


def _worth(pledge: Pledge, cash: Contribution | None) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [(_("Pledged"), money(pledge.amount, pledge.currency))]
    if pledge.usd is not None:
        rows.append((_("Pledged, in US dollars of that day"), money(pledge.usd, "USD")))
    if pledge.agreed_usd is not None:
        rows.append((_("Agreed, in US dollars of that day"), money(pledge.agreed_usd, "USD")))
    if cash is not None:
        rows += [
            (_("Received"), money(cash.received, cash.currency)),
            (_("May still be allotted"), money(cash.available.amount, cash.currency)),
            (_("Contribution"), link(cash)),
        ]
    return rows


@admin.register(Instalment)
class InstalmentAdmin(CaseAdmin):
    """Payments of the schedules."""

    machine = INSTALMENT
    list_display = (PLEDGE_OF, "number", OF_PLEDGE, "due_on", STATUS, "overdue_at")
    list_filter = ("state",)
    list_select_related = ("pledge__organisation__country",)
    search_fields = ("pledge__reference", "milestone")
    date_hierarchy = "due_on"
    ordering = ("due_on", "pk")
    fields = (
        "pledge", "number", OF_PLEDGE, SETTLED, "due_on", "milestone", "evidence", "name",
        "evidence_at", "accepted_at", "waived_at", "claimable_at", "overdue_at", "paid_at",
    )  # fmt: skip


@admin.register(DueDiligence)
class DueDiligenceAdmin(CaseAdmin):
    """Examinations of donors."""

    machine = DUE_DILIGENCE
    list_display = ("reference", DONOR, STATUS, "valid_until", "decided_at")
    list_filter = ("state",)
    list_select_related = ("organisation__country",)
    search_fields = ("reference", "organisation__name")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (DONOR, "findings", "conditions", "valid_until", "decided_at")


@admin.register(PscWaiver)
class PscWaiverAdmin(CaseAdmin):
    """Other rates of support cost."""

    machine = PSC_WAIVER
    list_display = (
        PLEDGE_OF, share(gettext_lazy("Rate"), "rate"), "clause", STATUS, "decided_at",
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("pledge__organisation__country",)
    search_fields = ("pledge__reference", "clause")
    ordering = ("-created_at",)
    fields = (
        "pledge", share(gettext_lazy("Rate"), "rate"), "clause", "justification", "decided_at",
    )  # fmt: skip


@admin.register(ReportObligation)
class ReportAdmin(CaseAdmin):
    """Reports owed to donors."""

    machine = REPORT_OBLIGATION
    list_display = ("reference", PLEDGE_OF, DONOR, "kind", "due_on", STATUS)
    list_filter = ("state", "kind")
    list_select_related = ("pledge", "organisation__country", "request")
    search_fields = ("reference", "pledge__reference", "organisation__name")
    date_hierarchy = "due_on"
    ordering = ("due_on", "reference")
    fields = ("pledge", DONOR, "request", "kind", "due_on", "name", "submitted_at", "accepted_at")
