"""One pledge and each of its companions, in full; what is UNODC's own business is left out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.clock import day_of
from common.money import Money, total
from donors.api.money_rows import money
from donors.choices.promises import InstalmentState
from donors.models import (
    Agreement,
    DueDiligence,
    Instalment,
    PartialAgreement,
    Pledge,
    PscWaiver,
    PublishedRecord,
    ReportObligation,
)
from donors.models.pledge_facts import worth
from web.caller import caller_of
from web.fields import MoneyField, MoneyShape


class InstalmentDetail(serializers.ModelSerializer[Instalment]):
    """One payment of the schedule; ``overdue`` is derived from its day."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    amount = MoneyField(source="money", read_only=True)
    pledge_version = serializers.IntegerField(source="pledge.version", read_only=True)
    settled = MoneyField(amount="settled", currency="pledge.currency", read_only=True)
    owed = MoneyField(amount="owed", currency="pledge.currency", read_only=True)
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = Instalment
        fields = [
            "id",
            "version",
            "state",
            "pledge",
            "pledge_version",
            "number",
            "amount",
            "settled",
            "owed",
            "due_on",
            "overdue",
            "milestone",
            "evidence",
            "name",
            "sha256",
            "evidence_at",
            "accepted_at",
            "waived_at",
            "claimable_at",
            "overdue_at",
            "paid_at",
        ]
        read_only_fields = fields

    def get_overdue(self, instalment: Instalment) -> bool:
        """Tell whether it is claimable and late today."""
        now = caller_of(self.context["request"]._request).now  # noqa: SLF001 - DRF wraps it
        return instalment.overdue(on=day_of(now))


class AgreementDetail(serializers.ModelSerializer[Agreement]):
    """The file both sides sign, sealed."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Agreement
        fields = ["id", "pledge", "name", "sha256", "size", "added_at", "version"]
        read_only_fields = fields


class PaperShape(serializers.Serializer[Any]):
    """A paper without its content."""

    name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    dated_on = serializers.DateField(required=False)


class ReportLine(serializers.Serializer[Any]):
    """One line of the report schedule."""

    kind = serializers.CharField()
    due_on = serializers.DateField()


class ChecklistShape(serializers.Serializer[Any]):
    """The points of regulation 3.12 as answered."""

    purpose_consistent = serializers.BooleanField()
    no_added_liability = serializers.BooleanField()
    no_regular_budget_cost = serializers.BooleanField()
    note = serializers.CharField()
    answered_at = serializers.DateTimeField()


CANCELLED = InstalmentState.CANCELLED
DUTIES = {
    "looks_after": "relationship_owner_id",
    "examined": "due_diligence_by_id",
    "approved_clauses": "clauses_approved_by_id",
    "cleared": "cleared_by_id",
    "accepted": "accepted_by_id",
    "closed": "closed_by_id",
}


class WorthShape(serializers.Serializer[Any]):
    """Dollars, the rate they were reckoned at, and the day that rate is from."""

    usd = serializers.DecimalField(max_digits=20, decimal_places=2)
    rate = serializers.DecimalField(max_digits=20, decimal_places=8)
    rate_on = serializers.DateField()


class PublishedShape(serializers.ModelSerializer[PublishedRecord]):
    """One published record a promise was read from: whose, where, under which licence."""

    class Meta:
        model = PublishedRecord
        fields = [
            "source",
            "identifier",
            "receiver",
            "url",
            "licence",
            "file_name",
            "line",
            "recorded_at",
        ]
        read_only_fields = fields


class PartialAgreementShape(serializers.ModelSerializer[PartialAgreement]):
    """What was pledged, what of it is agreed, and the pledge the rest became; none: it lapsed."""

    whole = money("whole_amount")
    agreed = money("agreed_amount")
    left = money("rest_amount")
    rest = serializers.UUIDField(source="rest_id", read_only=True, allow_null=True)

    class Meta:
        model = PartialAgreement
        fields = [
            "whole",
            "agreed",
            "left",
            "rest",
            "whole_usd",
            "agreed_usd",
            "rest_usd",
            "decided_at",
        ]
        read_only_fields = fields


class PledgeDetail(serializers.ModelSerializer[Pledge]):
    """A promise with its parts: gross, programmable, support cost; dollars, rate and its day."""

    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    donor_name = serializers.CharField(source="organisation.name", read_only=True)
    amount = money("amount")
    programmable = MoneyField(source="parts.programmable", read_only=True)
    psc = MoneyField(source="parts.psc", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True, allow_null=True)
    components = serializers.SerializerMethodField()
    countries = serializers.SerializerMethodField()
    regions = serializers.SerializerMethodField()
    themes = serializers.SerializerMethodField()
    assistance_types = serializers.SerializerMethodField()
    report_schedule = ReportLine(many=True, read_only=True)
    instalments = InstalmentDetail(many=True, read_only=True)
    origin = serializers.UUIDField(source="origin_id", read_only=True, allow_null=True)
    partial_agreements = PartialAgreementShape(many=True, read_only=True)
    published = PublishedShape(source="published_records", many=True, read_only=True)
    scheduled = serializers.SerializerMethodField(help_text=_("The sum of the instalments."))
    worth = serializers.SerializerMethodField(
        help_text=_("In US dollars on the day it was pledged; of a draft, today.")
    )
    letter = serializers.SerializerMethodField()
    agreement = serializers.SerializerMethodField()
    checklist = serializers.SerializerMethodField(help_text=_("For UNODC alone."))
    duties = serializers.SerializerMethodField(help_text=_("Person by duty; for UNODC alone."))

    class Meta:
        model = Pledge
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "donor",
            "donor_name",
            "on_letter",
            "title",
            "description",
            "amount",
            "programmable",
            "psc",
            "psc_rate",
            "usd",
            "usd_rate",
            "usd_rate_on",
            "worth",
            "pledged_on",
            "expiry_on",
            "condition",
            "condition_basis",
            "condition_figure",
            "condition_on",
            "condition_met_at",
            "earmark_category",
            "earmark_modality",
            "request",
            "local_resources",
            "origin",
            "partial_agreements",
            "components",
            "countries",
            "regions",
            "themes",
            "assistance_types",
            "starts_on",
            "ends_on",
            "clauses_standard",
            "clauses",
            "clauses_approved_at",
            "report_schedule",
            "instalments",
            "scheduled",
            "public_since",
            "published_from",
            "published_as",
            "published",
            "letter",
            "agreement",
            "checklist",
            "created_at",
            "announced_at",
            "cleared_at",
            "signed_at",
            "agreed_at",
            "agreed_usd",
            "agreed_rate",
            "agreed_rate_on",
            "closed_at",
            "duties",
        ]
        read_only_fields = fields

    def get_components(self, pledge: Pledge) -> list[str]:
        """Return the components it is tied to, by id; the rows themselves may be hidden."""
        return [str(pk) for pk in pledge.component_ids]

    def get_countries(self, pledge: Pledge) -> list[str]:
        """Return the countries it is tied to, by code."""
        return _codes(pledge.countries)

    def get_regions(self, pledge: Pledge) -> list[str]:
        """Return the M49 regions it is tied to, by code."""
        return _codes(pledge.regions)

    def get_themes(self, pledge: Pledge) -> list[str]:
        """Return the themes it is tied to, by code."""
        return _codes(pledge.themes)

    def get_assistance_types(self, pledge: Pledge) -> list[str]:
        """Return the types of assistance it is tied to, by code."""
        return _codes(pledge.assistance_types)

    @extend_schema_field(MoneyShape)
    def get_scheduled(self, pledge: Pledge) -> dict[str, str]:
        """Return what the instalments come to."""
        standing = (one for one in pledge.instalments.all() if one.state != CANCELLED)
        amounts = (Money(one.amount, pledge.currency) for one in standing)
        return total(amounts, currency=pledge.currency).as_json()

    @extend_schema_field(WorthShape(allow_null=True))
    def get_worth(self, pledge: Pledge) -> dict[str, Any] | None:
        """Return the dollars with their rate; nothing where the table has no rate."""
        now = caller_of(self.context["request"]._request).now  # noqa: SLF001 - DRF wraps it
        valued = worth(pledge, pledge.pledged_on or day_of(now))
        return None if valued is None else WorthShape(valued).data

    @extend_schema_field(PaperShape(allow_null=True))
    def get_letter(self, pledge: Pledge) -> dict[str, Any] | None:
        """Return the letter without its content."""
        paper = getattr(pledge, "letter", None)
        return None if paper is None else PaperShape(paper).data

    @extend_schema_field(PaperShape(allow_null=True))
    def get_agreement(self, pledge: Pledge) -> dict[str, Any] | None:
        """Return the agreement without its content."""
        paper = getattr(pledge, "agreement", None)
        return None if paper is None else PaperShape(paper).data

    @extend_schema_field(ChecklistShape(allow_null=True))
    def get_checklist(self, pledge: Pledge) -> dict[str, Any] | None:
        """Return the answers to the checklist, to those who read all cases."""
        answers = getattr(pledge, "checklist", None)
        return ChecklistShape(answers).data if self._reads_all and answers else None

    def get_duties(self, pledge: Pledge) -> dict[str, str | None]:
        """Return who took which duty, to those who read all cases."""
        if not self._reads_all:
            return {}
        people = {duty: getattr(pledge, column) for duty, column in DUTIES.items()}
        return {duty: None if person is None else str(person) for duty, person in people.items()}

    @property
    def _reads_all(self) -> bool:
        return caller_of(self.context["request"]._request).actor.reads_all_cases  # noqa: SLF001


class DueDiligenceDetail(serializers.ModelSerializer[DueDiligence]):
    """One examination: result, conditions, validity, and by whom."""

    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    donor_name = serializers.CharField(source="organisation.name", read_only=True)
    assessor = serializers.UUIDField(source="assessor_id", read_only=True, allow_null=True)
    relationship_owner = serializers.UUIDField(source="relationship_owner_id", read_only=True)

    class Meta:
        model = DueDiligence
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "donor",
            "donor_name",
            "relationship_owner",
            "assessor",
            "findings",
            "conditions",
            "valid_until",
            "created_at",
            "decided_at",
        ]
        read_only_fields = fields


class WaiverDetail(serializers.ModelSerializer[PscWaiver]):
    """One question for another programme support rate, and its answer."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    asked_by = serializers.UUIDField(source="created_by_id", read_only=True)
    decided_by = serializers.UUIDField(source="decided_by_id", read_only=True, allow_null=True)

    class Meta:
        model = PscWaiver
        fields = [
            "id",
            "version",
            "state",
            "pledge",
            "rate",
            "clause",
            "justification",
            "asked_by",
            "created_at",
            "decided_by",
            "decided_at",
        ]
        read_only_fields = fields


class ReportDetail(serializers.ModelSerializer[ReportObligation]):
    """One report owed to a donor; ``overdue`` is derived from its day."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True, allow_null=True)
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = ReportObligation
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "pledge",
            "donor",
            "request",
            "kind",
            "due_on",
            "overdue",
            "name",
            "sha256",
            "submitted_at",
            "accepted_at",
        ]
        read_only_fields = fields

    def get_overdue(self, report: ReportObligation) -> bool:
        """Tell whether it is late today."""
        now = caller_of(self.context["request"]._request).now  # noqa: SLF001 - DRF wraps it
        return report.overdue(on=day_of(now))


def _codes(tie: Any) -> list[str]:
    return sorted(row.pk for row in tie.all())
