"""The lists of assessments and components, read as columns."""

from __future__ import annotations

import django_filters
from rest_framework import serializers

from ta_requests.choices.assessment import AssessmentState, ComponentStatus, FundingKind
from web.fields import MoneyField
from web.rows import Row


class AssessmentRow(Row):
    """An assessment in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    request = serializers.UUIDField(source="request_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AssessmentState.choices)
    sent_at = serializers.DateTimeField(allow_null=True)
    silence_due_at = serializers.DateTimeField(allow_null=True)
    validated_at = serializers.DateTimeField(allow_null=True)
    finalised_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ComponentRow(Row):
    """A component in a list."""

    id = serializers.UUIDField()
    request = serializers.UUIDField(source="request_id")
    assessment = serializers.UUIDField(source="assessment_id")
    number = serializers.IntegerField()
    phase = serializers.IntegerField()
    theme = serializers.CharField(source="theme_id")
    assistance_type = serializers.CharField(source="assistance_type_id")
    title = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    unit = serializers.CharField()
    funding_kind = serializers.ChoiceField(choices=FundingKind.choices)
    status = serializers.ChoiceField(choices=ComponentStatus.choices)
    net = MoneyField(amount="net", currency="currency")
    psc = MoneyField(amount="psc", currency="currency")
    gross = MoneyField(amount="gross", currency="currency")


class AssessmentFilters(django_filters.FilterSet):
    """Narrow the list of assessments."""

    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    state = django_filters.MultipleChoiceFilter(choices=AssessmentState.choices)


class ComponentFilters(django_filters.FilterSet):
    """Narrow the list of components."""

    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    theme = django_filters.CharFilter(field_name="theme_id", max_length=5)
    type = django_filters.CharFilter(field_name="assistance_type_id", max_length=40)
    status = django_filters.ChoiceFilter(choices=ComponentStatus.choices)
    phase = django_filters.NumberFilter(field_name="phase")
