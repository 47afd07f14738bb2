"""The lists of deliveries, milestones and goods, read as columns."""

from __future__ import annotations

from typing import Any

import django_filters
from rest_framework import serializers

from ta_requests.choices.delivery import IATI_STATUS, DeliveryState, ItemState, MilestoneState
from web.rows import Row


class DeliveryRow(Row):
    """A delivery in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    request = serializers.UUIDField(source="request_id")
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    iati_status = serializers.IntegerField(
        source="state", help_text="IATI 2.03 activity status, 1 to 6."
    )
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    @classmethod
    def shape(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Write the IATI status for the state."""
        if "iati_status" in row:
            row["iati_status"] = IATI_STATUS[row["iati_status"]]
        return row


class MilestoneRow(Row):
    """A milestone in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    delivery = serializers.UUIDField(source="delivery_id")
    output = serializers.UUIDField(source="output_id", allow_null=True)
    title = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=MilestoneState.choices)
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ItemRow(Row):
    """Goods in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    delivery = serializers.UUIDField(source="delivery_id")
    component = serializers.UUIDField(source="component_id")
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    unit = serializers.CharField()
    handed_quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    lost_quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    state = serializers.ChoiceField(choices=ItemState.choices)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class DeliveryFilters(django_filters.FilterSet):
    """Narrow the list of deliveries."""

    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    state = django_filters.MultipleChoiceFilter(choices=DeliveryState.choices)


class MilestoneFilters(django_filters.FilterSet):
    """Narrow the list of milestones."""

    delivery = django_filters.UUIDFilter(field_name="delivery_id")
    state = django_filters.MultipleChoiceFilter(choices=MilestoneState.choices)
    due_until = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")


class ItemFilters(django_filters.FilterSet):
    """Narrow the list of goods."""

    delivery = django_filters.UUIDFilter(field_name="delivery_id")
    component = django_filters.UUIDFilter(field_name="component_id")
    state = django_filters.MultipleChoiceFilter(choices=ItemState.choices)
