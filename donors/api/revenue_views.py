"""UNODC's published revenue of past years, to read: it is history and counts in no total here."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from donors.models import RevenueByDonor, RevenueByInstrument
from web.pagination import read_question
from web.rows import Row
from web.views import ResourceViewSet


class RevenueRow(Row):
    """One published row; below nothing where its publisher corrected another."""

    id = serializers.UUIDField()
    year = serializers.IntegerField()
    category = serializers.CharField()
    amount_usd = serializers.DecimalField(max_digits=20, decimal_places=2)
    line = serializers.IntegerField()


class ByDonorRow(RevenueRow):
    """What a donor gave in a year, by category."""

    donor = serializers.CharField()


class ByInstrumentRow(RevenueRow):
    """An amount of a year under a financing instrument."""

    instrument = serializers.CharField()
    instrument_name = serializers.CharField()


class RevenueTotal(serializers.Serializer[Any]):
    """The sum of a year over a category and, by instrument, over its code."""

    year = serializers.IntegerField()
    category = serializers.CharField()
    instrument = serializers.CharField(required=False)
    total_usd = serializers.DecimalField(max_digits=20, decimal_places=2)


class RevenueTotals(serializers.Serializer[Any]):
    """Sums of the rows that the filters leave."""

    totals = RevenueTotal(many=True)


class ByDonorFilters(django_filters.FilterSet):
    """Narrow revenue by donor."""

    year = django_filters.NumberFilter()
    category = django_filters.CharFilter()
    donor = django_filters.CharFilter(lookup_expr="iexact")


class ByInstrumentFilters(django_filters.FilterSet):
    """Narrow revenue by instrument."""

    year = django_filters.NumberFilter()
    category = django_filters.CharFilter()
    instrument = django_filters.CharFilter(lookup_expr="iexact")


class RevenueViewSet(ResourceViewSet):
    """Rows, and their sums."""

    ordering = "-year"
    ordering_fields = ("year", "amount_usd")
    summed: ClassVar[tuple[str, ...]]

    def sums(self, request: Request) -> Response:
        """Return the sums of the rows that the filters leave, per year."""
        question = read_question(request, known=self.parameters())
        found: Any = self.filtered(question)
        rows = found.totals(*self.summed)
        names = (*self.summed, "total_usd")
        told = [dict(zip(names, (*key, total), strict=True)) for key, total in rows.items()]
        return Response(RevenueTotals({"totals": told}).data)


class RevenueByDonorViewSet(RevenueViewSet):
    """UNODC's published revenue by donor, from 2013 on."""

    model = RevenueByDonor
    rows = ByDonorRow
    details = ByDonorRow
    filterset_class = ByDonorFilters
    search_fields = ("donor",)
    summed = ("year", "category")

    @extend_schema(
        operation_id="revenue_by_donor_totals",
        summary="Sums per year and category",
        responses=RevenueTotals,
    )
    @action(detail=False, methods=["get"])
    def totals(self, request: Request) -> Response:
        """Sum the rows that the filters leave."""
        return self.sums(request)


class RevenueByInstrumentViewSet(RevenueViewSet):
    """UNODC's published revenue by financing instrument (UN Data Standards)."""

    model = RevenueByInstrument
    rows = ByInstrumentRow
    details = ByInstrumentRow
    filterset_class = ByInstrumentFilters
    search_fields = ("instrument_name",)
    summed = ("year", "category", "instrument")

    @extend_schema(
        operation_id="revenue_by_instrument_totals",
        summary="Sums per year, category and instrument",
        responses=RevenueTotals,
    )
    @action(detail=False, methods=["get"])
    def totals(self, request: Request) -> Response:
        """Sum the rows that the filters leave."""
        return self.sums(request)
