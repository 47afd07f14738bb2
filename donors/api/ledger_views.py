"""The ledger to read: journals, lines, balances, spending; numbers of other systems."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.ledger_inputs import ReferenceInput
from donors.api.ledger_rows import (
    BalanceDetail,
    BalanceRow,
    JournalDetail,
    JournalRow,
    LineRow,
    ReferenceDetail,
    ReferenceRow,
    SpendingDetail,
    SpendingRow,
)
from donors.choices.adjustments import ReferenceKind, SpendingKind
from donors.choices.ledger import Account, JournalKind
from donors.models import AccountBalance, ExternalReference, Journal, JournalLine, SpendingEntry
from donors.services.external_references import note_reference
from web.idempotency import idempotent
from web.views import ResourceViewSet


class JournalFilters(django_filters.FilterSet):
    """Narrow the list of journals."""

    kind = django_filters.ChoiceFilter(choices=JournalKind.choices)
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    allotment = django_filters.UUIDFilter(field_name="allotment_id")
    subject = django_filters.UUIDFilter(field_name="subject_id")
    period = django_filters.CharFilter()
    value_from = django_filters.DateFilter(field_name="value_on", lookup_expr="gte")
    value_until = django_filters.DateFilter(field_name="value_on", lookup_expr="lte")
    warned = django_filters.BooleanFilter(field_name="warning", lookup_expr="isnull", exclude=True)


class JournalViewSet(ResourceViewSet):
    """Journals: one for each act on money, never changed; a donor reads its own."""

    model = Journal
    rows = JournalRow
    details = JournalDetail
    filterset_class = JournalFilters
    search_fields = ("text",)
    ordering = "-at"
    ordering_fields = ("at", "value_on")

    def detailed(self) -> QuerySet[Any]:
        """Return the visible journals with their lines."""
        return self.visible().prefetch_related("lines__journal")


class LineFilters(django_filters.FilterSet):
    """Narrow the list of lines."""

    account = django_filters.ChoiceFilter(choices=Account.choices)
    journal = django_filters.UUIDFilter(field_name="journal_id")
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    allotment = django_filters.UUIDFilter(field_name="allotment_id")
    component = django_filters.UUIDFilter(field_name="component_id")
    currency = django_filters.CharFilter()


class LineViewSet(ResourceViewSet):
    """The lines of journals."""

    model = JournalLine
    rows = LineRow
    details = LineRow
    filterset_class = LineFilters
    ordering = "-id"
    lookup_value_converter = "int"


class BalanceFilters(django_filters.FilterSet):
    """Narrow the list of balances."""

    account = django_filters.ChoiceFilter(choices=Account.choices)
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    component = django_filters.UUIDFilter(field_name="component_id")
    currency = django_filters.CharFilter()


class BalanceViewSet(ResourceViewSet):
    """What stands on each account now, kept by the database as lines are posted."""

    model = AccountBalance
    rows = BalanceRow
    details = BalanceDetail
    filterset_class = BalanceFilters
    ordering = "id"
    lookup_value_converter = "int"


class SpendingFilters(django_filters.FilterSet):
    """Narrow the list of obligations and expenditures."""

    kind = django_filters.ChoiceFilter(choices=SpendingKind.choices)
    allotment = django_filters.UUIDFilter(field_name="allotment_id")
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    component = django_filters.UUIDFilter(field_name="component_id")
    milestone = django_filters.UUIDFilter(field_name="milestone_id")


class SpendingViewSet(ResourceViewSet):
    """Obligations, their cancellations and expenditures; entered through the allotment."""

    model = SpendingEntry
    rows = SpendingRow
    details = SpendingDetail
    filterset_class = SpendingFilters
    search_fields = ("document_reference", "description")
    ordering = "-entered_at"
    ordering_fields = ("entered_at", "value_on")


class ReferenceFilters(django_filters.FilterSet):
    """Narrow the list of external references."""

    kind = django_filters.ChoiceFilter(choices=ReferenceKind.choices)
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    allotment = django_filters.UUIDFilter(field_name="allotment_id")


class ReferenceViewSet(ResourceViewSet):
    """Grant, fund and WBS numbers of contributions and allotments in other systems."""

    model = ExternalReference
    rows = ReferenceRow
    details = ReferenceDetail
    filterset_class = ReferenceFilters
    search_fields = ("value",)
    ordering = "-entered_at"
    ordering_fields = ("entered_at",)

    @extend_schema(
        operation_id="external_reference_note",
        summary="Note an external reference",
        description="By which number another system knows a contribution or an allotment.",
        request=ReferenceInput,
        responses={201: ReferenceDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Note a number (treasury_officer)."""
        self.check_parameters()
        given = self.checked(ReferenceInput)
        noted = note_reference(
            contribution_id=given["contribution"],
            allotment_id=given.get("allotment"),
            kind=ReferenceKind(given["kind"]),
            value=given["value"],
            actor=self.actor,
            now=self.now,
        )
        return self.shown(noted, status=201, location=f"{request.path}{noted.pk}/")
