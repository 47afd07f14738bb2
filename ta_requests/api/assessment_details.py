"""One assessment and its parts in full."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from ta_requests.choices.assessment import Criterion
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.models import (
    AssessedArea,
    Assessment,
    Assessor,
    Component,
    ComponentItem,
    PriorityScore,
    PriorityWeights,
    StateValidation,
)
from web.fields import MoneyField


class AreaShape(serializers.ModelSerializer[AssessedArea]):
    """One criminal-justice area: a score with evidence, or why it does not apply."""

    class Meta:
        model = AssessedArea
        fields = ("area", "score", "evidence", "not_applicable_because")


class WeightsShape(serializers.ModelSerializer[PriorityWeights]):
    """A version of the weights, in hundredths."""

    class Meta:
        model = PriorityWeights
        fields: ClassVar[tuple[str, ...]] = ("version", "valid_from", *Criterion.values, "source")


class PriorityShape(serializers.ModelSerializer[PriorityScore]):
    """How the request ranks: a rating per criterion, the weights, the total of a hundred."""

    weights = WeightsShape(read_only=True)

    class Meta:
        model = PriorityScore
        fields: ClassVar[tuple[str, ...]] = (
            *Criterion.values,
            "total",
            "justification",
            "weights",
        )


class RemarkShape(serializers.ModelSerializer[StateValidation]):
    """What the State said, word for word."""

    class Meta:
        model = StateValidation
        fields = ("kind", "text", "at")


class AssessorShape(serializers.ModelSerializer[Assessor]):
    """One person of the team and what was declared."""

    name = serializers.CharField(source="person.name", read_only=True)

    class Meta:
        model = Assessor
        fields = (
            "person",
            "name",
            "is_lead",
            "assigned_at",
            "declared_at",
            "has_conflict",
            "statement",
            "relieved_at",
        )


class LineShape(serializers.ModelSerializer[ComponentItem]):
    """One line of goods."""

    class Meta:
        model = ComponentItem
        fields = ("id", "position", "description", "quantity", "unit")


class ComponentDetail(serializers.ModelSerializer[Component]):
    """One costed part: net, programme support cost and gross always add up."""

    net = MoneyField(amount="net", currency="currency")
    psc = MoneyField(amount="psc", currency="currency")
    gross = MoneyField(amount="gross", currency="currency")
    items = LineShape(many=True, read_only=True)

    class Meta:
        model = Component
        fields = (
            "id",
            "request",
            "assessment",
            "number",
            "phase",
            "theme",
            "assistance_type",
            "title",
            "quantity",
            "unit",
            "funding_kind",
            "status",
            "net",
            "psc_rate",
            "psc",
            "gross",
            "items",
        )


class AssessmentDetail(serializers.ModelSerializer[Assessment]):
    """A needs assessment with its sections, areas, score and components."""

    areas = AreaShape(many=True, read_only=True)
    components = ComponentDetail(many=True, read_only=True)
    priority_score = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "reference",
            "request",
            "number",
            "state",
            *SECTIONS,
            "areas",
            "priority_score",
            "priority_override",
            "priority_override_reason",
            "components",
            "sent_at",
            "silence_due_at",
            "silence_noted_at",
            "validated_at",
            "finalised_at",
            "final_by_silence",
            "created_at",
            "version",
        )

    def get_priority_score(self, report: Assessment) -> dict[str, Any] | None:
        """Return the score, once there is one."""
        score = getattr(report, "priority_score", None)
        return None if score is None else dict(PriorityShape(score).data)
