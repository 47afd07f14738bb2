"""What goes with a pledge, in full: agreement, examination, waiver, report."""

from __future__ import annotations

from rest_framework import serializers

from common.clock import day_of
from donors.models import Agreement, DueDiligence, PscWaiver, ReportObligation
from web.caller import caller_of


class AgreementDetail(serializers.ModelSerializer[Agreement]):
    """The file both sides sign, sealed."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Agreement
        fields = ["id", "pledge", "name", "sha256", "size", "added_at", "version"]
        read_only_fields = fields


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
