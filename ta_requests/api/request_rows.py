"""The lists of requests and circulations, read as columns."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import get_language
from rest_framework import serializers

from reference.models.names import SIX
from ta_requests.choices.request import (
    Channel,
    CirculationState,
    ConsentClass,
    Court,
    RequestState,
)
from ta_requests.models import Component, Request
from web.rows import Row

SHOWN_TO_DONORS: Final = frozenset(
    {
        "id",
        "reference",
        "title",
        "state",
        "court",
        "country",
        "country_name",
        "language",
        "themes",
        "budget_usd",
        "circulated_at",
        "updated_at",
        "version",
    }
)
"""What a row tells those to whom the State let its request be shown; the rest is null."""


class RequestRow(Row):
    """A request in a list; what is not for the reader is null."""

    id = serializers.UUIDField()
    reference = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    court = serializers.ChoiceField(choices=Court.choices, help_text="Whose move it is.")
    country = serializers.CharField(source="country_id")
    country_name = serializers.CharField(source="named")
    language = serializers.CharField()
    themes = serializers.ListField(child=serializers.CharField(), source="theme_codes")
    budget_usd = serializers.DecimalField(
        max_digits=20, decimal_places=3, allow_null=True, source="net_usd"
    )
    organisation = serializers.UUIDField(source="organisation_id", allow_null=True)
    channel = serializers.ChoiceField(choices=Channel.choices, allow_null=True)
    consent_class = serializers.ChoiceField(choices=ConsentClass.choices, allow_null=True)
    priority_score = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    circulated_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Add the country's name in the reader's language, the themes and the budget."""
        short = (get_language() or "en")[:2]
        language = short if short in SIX else "en"
        links = Request.themes.through.objects.filter(request_id=OuterRef("pk"))
        budget = (
            Component.objects.standing()
            .filter(request_id=OuterRef("pk"))
            .order_by()
            .values("request_id")
            .annotate(total=Sum("net"))
            .values("total")
        )
        told: QuerySet[Any] = queryset.annotate(
            named=F(f"country__name_{language}"),
            theme_codes=ArraySubquery(links.order_by("theme_id").values("theme_id")),
            net_usd=Subquery(budget),
        )
        return told


class CirculationRow(Row):
    """A circulation in a list."""

    id = serializers.UUIDField()
    request = serializers.UUIDField(source="request_id")
    reference = serializers.CharField(source="request.reference")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=CirculationState.choices)
    consent_class = serializers.ChoiceField(choices=ConsentClass.choices)
    deadline_at = serializers.DateTimeField()
    circulated_at = serializers.DateTimeField(allow_null=True)
    objected_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()
