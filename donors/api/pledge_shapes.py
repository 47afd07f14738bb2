"""What the detail of a pledge is made of: papers, lines of schedules, worth, where it was read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from donors.api.money_rows import money
from donors.models import PartialAgreement, PublishedRecord


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
