"""The lists of pledges and of what belongs to them, read as columns."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now, TruncDate
from rest_framework import serializers

from common.clock import VIENNA
from donors.api.money_rows import money
from donors.choices.promises import InstalmentState
from donors.models.report_obligation import OWED
from web.fields import MoneyField
from web.rows import Row


class PledgeRow(Row):
    """A promise: from whom, how much, what it was worth in US dollars that day, where it stands."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    title = serializers.CharField()
    donor = serializers.UUIDField(source="organisation_id")
    donor_name = serializers.CharField(source="organisation.name")
    amount = money("amount")
    usd = serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True)
    agreed_usd = serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True)
    pledged_on = serializers.DateField(allow_null=True)
    expiry_on = serializers.DateField(allow_null=True)
    earmark_category = serializers.CharField()
    request = serializers.UUIDField(source="request_id", allow_null=True)
    local_resources = serializers.BooleanField()
    published_from = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class InstalmentRow(Row):
    """One payment of a schedule."""

    id = serializers.UUIDField()
    pledge = serializers.UUIDField(source="pledge_id")
    pledge_reference = serializers.CharField(source="pledge.reference")
    state = serializers.CharField()
    number = serializers.IntegerField()
    amount = MoneyField(amount="amount", currency="pledge.currency")
    settled = MoneyField(amount="settled", currency="pledge.currency")
    owed = MoneyField(amount="owed_now", currency="pledge.currency")
    due_on = serializers.DateField()
    overdue = serializers.BooleanField()
    milestone = serializers.CharField()
    version = serializers.IntegerField()

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Derive what is still owed, and from the day at the office whether it is late."""
        owed: Any = queryset
        return _overdue(owed.with_owed(), Q(state=InstalmentState.CLAIMABLE, owed_now__gt=0))


class AgreementRow(Row):
    """The file of an agreement."""

    id = serializers.UUIDField()
    pledge = serializers.UUIDField(source="pledge_id")
    pledge_reference = serializers.CharField(source="pledge.reference")
    name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    added_at = serializers.DateTimeField()


class DueDiligenceRow(Row):
    """One examination of a donor."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    donor = serializers.UUIDField(source="organisation_id")
    donor_name = serializers.CharField(source="organisation.name")
    valid_until = serializers.DateField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class WaiverRow(Row):
    """One question for another programme support rate."""

    id = serializers.UUIDField()
    state = serializers.CharField()
    pledge = serializers.UUIDField(source="pledge_id")
    pledge_reference = serializers.CharField(source="pledge.reference")
    rate = serializers.DecimalField(max_digits=7, decimal_places=6)
    clause = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ReportRow(Row):
    """One report owed to a donor; ``overdue`` is derived from its day."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    pledge = serializers.UUIDField(source="pledge_id")
    donor = serializers.UUIDField(source="organisation_id")
    request = serializers.UUIDField(source="request_id", allow_null=True)
    kind = serializers.CharField()
    due_on = serializers.DateField()
    overdue = serializers.BooleanField()
    version = serializers.IntegerField()

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Derive from the day at the office whether it is late."""
        return _overdue(queryset, Q(state__in=OWED))


def _overdue(queryset: QuerySet[Any], owed: Q) -> QuerySet[Any]:
    late = owed & Q(due_on__lt=TruncDate(Now(), tzinfo=VIENNA))
    overdue = ExpressionWrapper(late, output_field=BooleanField())
    annotated: QuerySet[Any] = queryset.annotate(overdue=overdue)
    return annotated
