"""Pledges in kind: goods for an item line of a request, or services disclosed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.in_kind_inputs import InKindInput
from donors.choices.promises import InKindKind, InKindState
from donors.machines.in_kind import IN_KIND
from donors.models import InKindPledge
from donors.services import in_kind
from web.fields import MoneyField
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.rows import Row


class InKindRow(Row):
    """One pledge in kind."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    donor = serializers.UUIDField(source="organisation_id")
    request = serializers.UUIDField(source="request_id")
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    delivered_quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    unit = serializers.CharField()
    value = MoneyField(amount="value", currency="currency")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class InKindDetail(serializers.ModelSerializer[InKindPledge]):
    """A pledge in kind: its value, rate and dollars, and how much of it has come."""

    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True)
    item = serializers.UUIDField(source="item_id", read_only=True, allow_null=True)
    value = MoneyField(source="money", read_only=True)

    class Meta:
        model = InKindPledge
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "donor",
            "kind",
            "title",
            "description",
            "request",
            "item",
            "quantity",
            "unit",
            "value",
            "usd",
            "usd_rate",
            "usd_rate_on",
            "announced_at",
            "agreed_at",
            "reported_quantity",
            "delivered_quantity",
            "confirmed_at",
            "created_at",
        ]
        read_only_fields = fields


class InKindFilters(django_filters.FilterSet):
    """Narrow the list of pledges in kind."""

    state = django_filters.ChoiceFilter(choices=InKindState.choices)
    kind = django_filters.ChoiceFilter(choices=InKindKind.choices)
    donor = django_filters.UUIDFilter(field_name="organisation_id")
    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]


class InKindViewSet(MachineViewSet):
    """What donors give in goods and services; a donor sees its own."""

    machine = IN_KIND
    rows = InKindRow
    details = InKindDetail
    filterset_class = InKindFilters
    search_fields = ("reference", "title")
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible pledges in kind."""
        return self.visible()

    @extend_schema(
        operation_id="in_kind_draft",
        summary="Write a pledge in kind down",
        description="By the donor's representative; goods name the item line they are for.",
        request=InKindInput,
        responses={201: InKindDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Write a pledge in kind down."""
        self.check_parameters()
        given = self.checked(InKindInput)
        drafted = in_kind.draft(**given, actor=self.actor, now=self.now)
        location = f"{request.path}{drafted.pk}/"
        return self.shown(self.find(drafted.pk), status=201, location=location)
