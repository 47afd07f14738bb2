"""One pledge, in full; what is UNODC's own business is left out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.clock import day_of
from common.money import Money, total
from donors.api.instalment_details import InstalmentDetail
from donors.api.money_rows import money
from donors.api.pledge_shapes import (
    ChecklistShape,
    PaperShape,
    PartialAgreementShape,
    PublishedShape,
    ReportLine,
    WorthShape,
)
from donors.choices.promises import InstalmentState
from donors.models import Pledge
from donors.models.pledge_facts import worth
from web.caller import caller_of
from web.fields import MoneyField, MoneyShape

CANCELLED = InstalmentState.CANCELLED
DUTIES = {
    "looks_after": "relationship_owner_id",
    "examined": "due_diligence_by_id",
    "approved_clauses": "clauses_approved_by_id",
    "cleared": "cleared_by_id",
    "accepted": "accepted_by_id",
    "closed": "closed_by_id",
}


class PledgeDetail(serializers.ModelSerializer[Pledge]):
    """A promise with its parts, which add up to the gross; dollars, rate and its day."""

    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    donor_name = serializers.CharField(source="organisation.name", read_only=True)
    amount = money("amount")
    programmable = MoneyField(source="shares.parts.programmable", read_only=True)
    psc = MoneyField(source="shares.parts.psc", read_only=True)
    levy = MoneyField(
        source="shares.levy",
        read_only=True,
        help_text=_("The coordination levy, apart from support cost; nothing where none is due."),
    )
    levy_rate = serializers.DecimalField(
        source="shares.levy_rate", max_digits=7, decimal_places=6, read_only=True
    )
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
            "levy",
            "levy_rate",
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


def _codes(tie: Any) -> list[str]:
    return sorted(row.pk for row in tie.all())
