"""The lists of the ledger and of what adjusts it, read as columns."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from donors.api.money_rows import money
from donors.models import (
    AccountBalance,
    AccountingPeriod,
    Adjustment,
    ExternalReference,
    Journal,
    SpendingEntry,
    UnidentifiedReceipt,
)
from web.rows import Row


def _usd(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=24, decimal_places=2, **options)


class JournalRow(Row):
    """What one act booked."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject_type = serializers.CharField()
    subject = serializers.UUIDField(source="subject_id")
    event = serializers.IntegerField(source="event_seq")
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    allotment = serializers.UUIDField(source="allotment_id", allow_null=True)
    value_on = serializers.DateField()
    period = serializers.CharField()
    text = serializers.CharField()
    warning = serializers.JSONField(allow_null=True)
    lines_count = serializers.IntegerField()
    at = serializers.DateTimeField()


class LineRow(Row):
    """An amount on an account: a debit above nothing, a credit below."""

    id = serializers.IntegerField()
    journal = serializers.UUIDField(source="journal_id")
    kind = serializers.CharField(source="journal.kind")
    value_on = serializers.DateField(source="journal.value_on")
    account = serializers.CharField()
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    allotment = serializers.UUIDField(source="allotment_id", allow_null=True)
    component = serializers.UUIDField(source="component_id", allow_null=True)
    amount = money("amount")
    usd = _usd()
    rate = serializers.DecimalField(max_digits=20, decimal_places=8, allow_null=True)
    rate_on = serializers.DateField(allow_null=True)
    rate_source = serializers.CharField()


class BalanceRow(Row):
    """What stands on an account of a contribution now."""

    id = serializers.IntegerField()
    account = serializers.CharField()
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    component = serializers.UUIDField(source="component_id", allow_null=True)
    amount = money("amount")
    usd = _usd()
    lines_count = serializers.IntegerField()


class SpendingRow(Row):
    """One obligation, cancellation or expenditure."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    allotment = serializers.UUIDField(source="allotment_id")
    contribution = serializers.UUIDField(source="contribution_id")
    component = serializers.UUIDField(source="component_id")
    milestone = serializers.UUIDField(source="milestone_id", allow_null=True)
    amount = money("amount")
    usd = _usd()
    psc = money("psc")
    description = serializers.CharField()
    document_reference = serializers.CharField()
    value_on = serializers.DateField()
    entered_at = serializers.DateTimeField()


class ReferenceRow(Row):
    """The number another system knows a contribution or an allotment by."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    value = serializers.CharField()
    contribution = serializers.UUIDField(source="contribution_id")
    allotment = serializers.UUIDField(source="allotment_id", allow_null=True)
    entered_at = serializers.DateTimeField()


class AdjustmentRow(Row):
    """What corrects or moves money outside of allotments."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    kind = serializers.CharField()
    contribution = serializers.UUIDField(source="contribution_id")
    target = serializers.UUIDField(source="target_id", allow_null=True)
    donor = serializers.UUIDField(source="organisation_id")
    amount = money("amount")
    value_on = serializers.DateField()
    usd = _usd(allow_null=True)
    usd_paid = _usd(allow_null=True)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PeriodRow(Row):
    """A month somebody certified for closing."""

    id = serializers.UUIDField()
    month = serializers.CharField()
    state = serializers.CharField()
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class UnidentifiedRow(Row):
    """Cash in the bank that no one has matched with a pledge yet."""

    id = serializers.UUIDField()
    bank_reference = serializers.CharField()
    state = serializers.CharField()
    value_on = serializers.DateField()
    amount = money("amount")
    usd = _usd()
    receipt = serializers.UUIDField(source="receipt_id", allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class StandingShape(serializers.Serializer[Any]):
    """What stood on one account: a debit above nothing, a credit below."""

    account = serializers.CharField()
    amount = money("amount")
    usd = _usd()


class StatementShape(serializers.Serializer[Any]):
    """The accounts of a contribution at the end of a day."""

    contribution = serializers.UUIDField()
    as_of = serializers.DateField()
    accounts = StandingShape(many=True)


class JournalDetail(serializers.ModelSerializer[Journal]):
    """One journal with its lines."""

    subject = serializers.UUIDField(source="subject_id", read_only=True)
    event = serializers.IntegerField(source="event_seq", read_only=True)
    contribution = serializers.UUIDField(source="contribution_id", read_only=True, allow_null=True)
    allotment = serializers.UUIDField(source="allotment_id", read_only=True, allow_null=True)
    warning = serializers.JSONField(read_only=True, allow_null=True)
    lines = LineRow(many=True, read_only=True)

    class Meta:
        model = Journal
        fields = [
            "id",
            "kind",
            "subject_type",
            "subject",
            "event",
            "contribution",
            "allotment",
            "value_on",
            "period",
            "text",
            "warning",
            "lines",
            "at",
        ]
        read_only_fields = fields


class BalanceDetail(serializers.ModelSerializer[AccountBalance]):
    """What stands on one account."""

    contribution = serializers.UUIDField(source="contribution_id", read_only=True, allow_null=True)
    component = serializers.UUIDField(source="component_id", read_only=True, allow_null=True)
    amount = money("amount")

    class Meta:
        model = AccountBalance
        fields = ["id", "account", "contribution", "component", "amount", "usd", "lines_count"]
        read_only_fields = fields


class SpendingDetail(serializers.ModelSerializer[SpendingEntry]):
    """One obligation, cancellation or expenditure; nothing of it ever changes."""

    allotment = serializers.UUIDField(source="allotment_id", read_only=True)
    contribution = serializers.UUIDField(source="contribution_id", read_only=True)
    component = serializers.UUIDField(source="component_id", read_only=True)
    milestone = serializers.UUIDField(source="milestone_id", read_only=True, allow_null=True)
    amount = money("amount")
    psc = money("psc")

    class Meta:
        model = SpendingEntry
        fields = [
            "id",
            "kind",
            "allotment",
            "contribution",
            "component",
            "milestone",
            "amount",
            "usd",
            "psc",
            "description",
            "document_reference",
            "value_on",
            "entered_at",
        ]
        read_only_fields = fields


class ReferenceDetail(serializers.ModelSerializer[ExternalReference]):
    """The number another system knows a contribution or an allotment by."""

    contribution = serializers.UUIDField(source="contribution_id", read_only=True)
    allotment = serializers.UUIDField(source="allotment_id", read_only=True, allow_null=True)

    class Meta:
        model = ExternalReference
        fields = ["id", "kind", "value", "contribution", "allotment", "entered_at"]
        read_only_fields = fields


class AdjustmentDetail(serializers.ModelSerializer[Adjustment]):
    """One adjustment: how much, why, by whose word, and what it came to in dollars."""

    contribution = serializers.UUIDField(source="contribution_id", read_only=True)
    target = serializers.UUIDField(source="target_id", read_only=True, allow_null=True)
    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    amount = money("amount")
    refunded_from = serializers.CharField(source="source", read_only=True)

    class Meta:
        model = Adjustment
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "kind",
            "contribution",
            "target",
            "donor",
            "amount",
            "refunded_from",
            "value_on",
            "document_reference",
            "donor_word",
            "explanation",
            "usd",
            "usd_paid",
            "created_at",
            "decided_at",
        ]
        read_only_fields = fields


class PeriodDetail(serializers.ModelSerializer[AccountingPeriod]):
    """One month, and whether it still takes postings."""

    class Meta:
        model = AccountingPeriod
        fields = ["id", "version", "month", "state", "created_at", "decided_at"]
        read_only_fields = fields


class UnidentifiedDetail(serializers.ModelSerializer[UnidentifiedReceipt]):
    """Cash without a known reason, valued on its day."""

    amount = money("amount")
    receipt = serializers.UUIDField(source="receipt_id", read_only=True, allow_null=True)

    class Meta:
        model = UnidentifiedReceipt
        fields = [
            "id",
            "version",
            "bank_reference",
            "state",
            "value_on",
            "amount",
            "usd",
            "rate",
            "rate_on",
            "rate_source",
            "remark",
            "receipt",
            "created_at",
            "identified_at",
        ]
        read_only_fields = fields
