"""By what the list of requests may be narrowed: only by what every reader of a row may know."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from common.clock import day_of
from ta_requests.choices.request import CirculationState, Court, RequestState
from ta_requests.services import narrowing
from web.caller import caller_of


class RequestFilters(django_filters.FilterSet):
    """Narrow the list of requests."""

    state = django_filters.MultipleChoiceFilter(choices=RequestState.choices)
    country = django_filters.CharFilter(field_name="country_id", max_length=3)
    region = django_filters.CharFilter(method="in_region", max_length=3, label="M49 region")
    theme = django_filters.CharFilter(
        method="about_theme", max_length=5, label="Theme, its parts included"
    )
    group = django_filters.CharFilter(
        method="in_group", max_length=20, label="Group of countries, as it stands today"
    )
    type = django_filters.CharFilter(method="of_type", max_length=40, label="Type of assistance")
    court = django_filters.ChoiceFilter(choices=Court.choices)
    updated_from = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")
    updated_until = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="lt")

    def in_region(self, queryset: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Keep the requests of countries in a region, at whatever depth."""
        return narrowing.in_region(queryset, code)

    def in_group(self, queryset: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Keep the requests of countries that belong to a group today."""
        now = caller_of(cast("HttpRequest", self.request)).now
        return narrowing.in_group(queryset, code, on=day_of(now))

    def about_theme(self, queryset: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Keep the requests about a theme or one of its parts."""
        return narrowing.about_theme(queryset, code)

    def of_type(self, queryset: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Keep the requests for a type of assistance."""
        return narrowing.of_type(queryset, code)


class CirculationFilters(django_filters.FilterSet):
    """Narrow the list of circulations."""

    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    state = django_filters.ChoiceFilter(choices=CirculationState.choices)
