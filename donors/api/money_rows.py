"""The lists of contributions, receipts and allotments, read as columns."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework import serializers

from ta_requests.models import Request
from web.fields import MoneyField
from web.rows import Row


def money(amount: str, **options: Any) -> MoneyField:
    """Return a column of an amount in the object's own currency."""
    return MoneyField(amount=amount, currency="currency", **options)


class ContributionRow(Row):
    """An agreed pledge: what was agreed, what of it arrived, and where the cash stands."""

    id = serializers.UUIDField()
    reference = serializers.CharField(source="pledge.reference")
    state = serializers.CharField(source="pledge.state")
    pledge = serializers.UUIDField(source="pledge_id")
    donor = serializers.UUIDField(source="organisation_id")
    donor_name = serializers.CharField(source="organisation.name")
    published_from = serializers.CharField()
    agreed_at = serializers.DateTimeField()
    amount = money("amount")
    usd = serializers.DecimalField(max_digits=20, decimal_places=2)
    received = money("received")
    unapplied = money("unapplied")
    certified = money("certified")
    released = money("released")
    closed = money("closed")
    reversed = money("reversed")
    refunded = money("refunded")
    levied = money("levied")
    version = serializers.IntegerField()


class ReceiptRow(Row):
    """One payment: what arrived, what of it counts, what it was worth on its day."""

    id = serializers.UUIDField()
    contribution = serializers.UUIDField(source="contribution_id")
    bank_reference = serializers.CharField()
    value_on = serializers.DateField()
    amount = money("amount")
    applied = money("applied")
    unapplied = money("unapplied")
    bank_charges = money("bank_charges")
    usd = serializers.DecimalField(max_digits=20, decimal_places=2)
    rate = serializers.DecimalField(max_digits=20, decimal_places=8)
    rate_on = serializers.DateField()
    entered_at = serializers.DateTimeField()


class AllotmentRow(Row):
    """A part of a contribution set aside for one component.

    ``request_reference`` is empty where the caller may not see the request.
    """

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    contribution = serializers.UUIDField(source="contribution_id")
    donor = serializers.UUIDField(source="organisation_id")
    request = serializers.UUIDField(source="request_id")
    request_reference = serializers.CharField(allow_null=True)
    component = serializers.UUIDField(source="component_id")
    gross = money("gross")
    programmable = money("programmable")
    psc = money("psc")
    usd_gross = serializers.DecimalField(max_digits=20, decimal_places=2)
    reversed = money("reversed")
    obligated = money("obligated")
    spent = money("spent")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Look the request's reference up without losing rows whose request is hidden."""
        seen = Request.objects.filter(pk=OuterRef("request_id")).values("reference")
        annotated: QuerySet[Any] = queryset.annotate(request_reference=Subquery(seen[:1]))
        return annotated
