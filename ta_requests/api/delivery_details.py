"""One delivery, milestone or lot of goods in full, and as donors see the first two."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from ta_requests.models import (
    Delivery,
    Feedback,
    Indicator,
    IndicatorValue,
    MaterialItem,
    Milestone,
    Output,
)


class ValueShape(serializers.ModelSerializer[IndicatorValue]):
    """One count as of a day; the latest record of a day, sex and age counts."""

    class Meta:
        model = IndicatorValue
        fields = ("on", "sex", "age_band", "value", "recorded_at")


class IndicatorShape(serializers.ModelSerializer[Indicator]):
    """How a result is measured, and what was counted."""

    values = ValueShape(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = ("id", "title", "unit", "baseline", "target", "values")


class ShownOutput(serializers.ModelSerializer[Output]):
    """One thing to be delivered, as donors see it."""

    indicators = IndicatorShape(many=True, read_only=True)

    class Meta:
        model = Output
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "number",
            "title",
            "description",
            "component",
            "status",
            "settled_at",
            "indicators",
        )


class OutputShape(ShownOutput):
    """One thing to be delivered, and what was said about it."""

    class Meta(ShownOutput.Meta):
        fields = (*ShownOutput.Meta.fields, "noticed_at", "silence_due_at", "note")


SHOWN = (
    "id",
    "reference",
    "request",
    "state",
    "iati_status",
    "starts_on",
    "ends_on",
    "started_at",
    "ended_at",
    "closed_at",
    "outputs",
    "created_at",
    "version",
)


class ShownDelivery(serializers.ModelSerializer[Delivery]):
    """A delivery as donors see it."""

    iati_status = serializers.IntegerField(read_only=True)
    outputs = ShownOutput(many=True, read_only=True)

    class Meta:
        model = Delivery
        fields: ClassVar[tuple[str, ...]] = SHOWN


class DeliveryDetail(ShownDelivery):
    """A delivery in full, for its State and for UNODC."""

    outputs = OutputShape(many=True, read_only=True)

    class Meta(ShownDelivery.Meta):
        fields = (
            *SHOWN,
            "plan",
            "agreed_at",
            "approved_at",
            "follow_up_on",
            "follow_up_reminded_at",
            "followed_up_at",
            "follow_up_findings",
        )


class FeedbackShape(serializers.ModelSerializer[Feedback]):
    """What the State thought of the assistance."""

    class Meta:
        model = Feedback
        fields = ("rating", "text", "at")


class ShownMilestone(serializers.ModelSerializer[Milestone]):
    """A milestone as donors see it."""

    class Meta:
        model = Milestone
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "reference",
            "delivery",
            "output",
            "number",
            "title",
            "due_on",
            "state",
            "accepted_at",
            "created_at",
            "version",
        )


class MilestoneDetail(ShownMilestone):
    """A milestone with its evidence."""

    class Meta(ShownMilestone.Meta):
        fields = (*ShownMilestone.Meta.fields, "evidence", "evidence_document", "evidence_at")


class ItemDetail(serializers.ModelSerializer[MaterialItem]):
    """One lot of goods, where it is and what was signed for."""

    class Meta:
        model = MaterialItem
        fields = (
            "id",
            "reference",
            "delivery",
            "component",
            "component_item",
            "replaces",
            "number",
            "description",
            "quantity",
            "unit",
            "state",
            "shipped_at",
            "customs_at",
            "presented_quantity",
            "presented_at",
            "certificate_number",
            "certificate_document",
            "handed_quantity",
            "signed_at",
            "lost_quantity",
            "lost_at",
            "written_off_at",
            "created_at",
            "version",
        )
