"""Adjustments, accounting periods and unidentified cash: entered by one, decided by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.ledger_inputs import (
    AdjustmentInput,
    PeriodInput,
    UnidentifiedInput,
    wanted_of,
)
from donors.api.ledger_rows import (
    AdjustmentDetail,
    AdjustmentRow,
    PeriodDetail,
    PeriodRow,
    UnidentifiedDetail,
    UnidentifiedRow,
)
from donors.choices.adjustments import (
    AdjustmentKind,
    AdjustmentState,
    PeriodState,
    UnidentifiedState,
)
from donors.machines.adjustments import ACCOUNTING_PERIOD, ADJUSTMENT, UNIDENTIFIED_RECEIPT
from donors.services import adjustments, periods, unidentified
from web.idempotency import idempotent, is_dry_run
from web.machines import DRY_RUN, MachineViewSet


class EnteredViewSet(MachineViewSet):
    """A machine whose subjects are entered by one POST, which may be rehearsed."""

    def enter(self, request: Request, enter: Callable[[], Any]) -> Response:
        """Enter and show it; in a rehearsal show it and take it back."""
        self.check_parameters()
        if not is_dry_run(request):
            made = enter()
            return self.shown(made, status=201, location=f"{request.path}{made.pk}/")
        with transaction.atomic():
            shown = self.shown(enter())
            transaction.set_rollback(True)
        return shown


class AdjustmentFilters(django_filters.FilterSet):
    """Narrow the list of adjustments."""

    state = django_filters.ChoiceFilter(choices=AdjustmentState.choices)
    kind = django_filters.ChoiceFilter(choices=AdjustmentKind.choices)
    contribution = django_filters.UUIDFilter(field_name="contribution_id")


class AdjustmentViewSet(EnteredViewSet):
    """Write-downs, refunds, applications, reprogrammings, levies, revaluations; two people each."""

    machine = ADJUSTMENT
    rows = AdjustmentRow
    details = AdjustmentDetail
    filterset_class = AdjustmentFilters
    search_fields = ("reference", "document_reference")
    ordering = "-created_at"
    ordering_fields = ("created_at", "value_on")

    @extend_schema(
        operation_id="adjustment_enter",
        summary="Enter an adjustment",
        description="By the officer of its kind; an approving officer decides on it.",
        request=AdjustmentInput,
        responses={201: AdjustmentDetail},
        parameters=[DRY_RUN],
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Enter an adjustment (treasury_officer, or certifying_officer)."""
        given = self.checked(AdjustmentInput)
        wanted = wanted_of(given)
        return self.enter(
            request,
            lambda: adjustments.enter(
                contribution_id=given["contribution"],
                wanted=wanted,
                actor=self.actor,
                now=self.now,
            ),
        )


class PeriodFilters(django_filters.FilterSet):
    """Narrow the list of accounting periods."""

    state = django_filters.ChoiceFilter(choices=PeriodState.choices)
    month = django_filters.CharFilter()


class PeriodViewSet(EnteredViewSet):
    """Months certified for closing, and closed; for UNODC alone."""

    machine = ACCOUNTING_PERIOD
    rows = PeriodRow
    details = PeriodDetail
    filterset_class = PeriodFilters
    ordering = "-created_at"
    ordering_fields = ("created_at", "month")

    @extend_schema(
        operation_id="accounting_period_certify",
        summary="Certify a month for closing",
        description="Certify that everything of a month is posted; another officer closes it.",
        request=PeriodInput,
        responses={201: PeriodDetail},
        parameters=[DRY_RUN],
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Certify a month (certifying_officer)."""
        month = self.checked(PeriodInput)["month"]
        return self.enter(
            request, lambda: periods.certify(month=month, actor=self.actor, now=self.now)
        )


class UnidentifiedFilters(django_filters.FilterSet):
    """Narrow the list of unidentified cash."""

    state = django_filters.ChoiceFilter(choices=UnidentifiedState.choices)
    currency = django_filters.CharFilter()


class UnidentifiedViewSet(EnteredViewSet):
    """Cash nobody can place yet; for UNODC alone."""

    machine = UNIDENTIFIED_RECEIPT
    rows = UnidentifiedRow
    details = UnidentifiedDetail
    filterset_class = UnidentifiedFilters
    search_fields = ("bank_reference",)
    ordering = "-created_at"
    ordering_fields = ("created_at", "value_on")

    @extend_schema(
        operation_id="unidentified_receipt_enter",
        summary="Enter unidentified cash",
        description="Cash of which nobody knows yet whose it is; it can never be allotted.",
        request=UnidentifiedInput,
        responses={201: UnidentifiedDetail},
        parameters=[DRY_RUN],
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Enter unidentified cash (treasury_officer)."""
        given = self.checked(UnidentifiedInput)
        return self.enter(
            request,
            lambda: unidentified.enter_unidentified(**given, actor=self.actor, now=self.now),
        )
