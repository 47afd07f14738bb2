"""Contributions and receipts to read, allotments to work with."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import day_of
from common.errors import Reason
from donors.api.ledger_rows import StatementShape
from donors.api.money_details import AllotmentDetail, ContributionDetail, ReceiptDetail
from donors.api.money_inputs import ProposeInput
from donors.api.money_rows import AllotmentRow, ContributionRow, ReceiptRow
from donors.choices.money import AllotmentState
from donors.choices.promises import PledgeState, Publisher
from donors.machines.allotment import ALLOTMENT
from donors.models import Contribution, Receipt
from donors.services.allotments import propose
from donors.services.statements import statement
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.pagination import read_question
from web.refusals import ParameterInvalid
from web.views import ResourceViewSet

AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day; today if left out.")


def _day(text: str | None) -> date | None:
    """Read a day; raise Invalid for anything else."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        sentence = _("Give a day as 2026-10-31.")
        raise ParameterInvalid(reasons=[Reason("parameter_invalid", sentence, "as_of")]) from None


class ContributionFilters(django_filters.FilterSet):
    """Narrow the list of contributions."""

    state = django_filters.ChoiceFilter(field_name="pledge__state", choices=PledgeState.choices)
    donor = django_filters.UUIDFilter(field_name="organisation_id")
    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    currency = django_filters.CharFilter(field_name="currency")
    published_from = django_filters.ChoiceFilter(choices=Publisher.choices)


class ContributionViewSet(ResourceViewSet):
    """Agreed pledges and their cash; a donor sees its own, staff all."""

    model = Contribution
    rows = ContributionRow
    details = ContributionDetail
    filterset_class = ContributionFilters
    search_fields = ("pledge__reference",)
    ordering = "-agreed_at"
    ordering_fields = ("agreed_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible contributions with their pledges."""
        return self.visible().select_related("pledge")

    @extend_schema(
        operation_id="contribution_statement",
        summary="The statement of account",
        description=(
            "What stood on each account at the end of a day: what is dated until then and booked"
            " until the end of its month. What is dated in a closed month is booked in the first"
            " open one, so the statements of a closed month never change."
        ),
        parameters=[AS_OF],
        responses=StatementShape,
    )
    @action(detail=True, methods=["get"], url_path="statement")
    def statement(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the accounts of a contribution, now or as of any day."""
        question = read_question(request, known=(), as_of_supported=True)
        contribution = self.find(id)
        on = _day(question.params.get("as_of")) or day_of(self.now)
        accounts = statement(contribution, on=on)
        told = {"contribution": contribution.pk, "as_of": on, "accounts": accounts}
        return Response(StatementShape(told).data)


class ReceiptFilters(django_filters.FilterSet):
    """Narrow the list of receipts."""

    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    value_from = django_filters.DateFilter(field_name="value_on", lookup_expr="gte")
    value_until = django_filters.DateFilter(field_name="value_on", lookup_expr="lte")


class ReceiptViewSet(ResourceViewSet):
    """Cash in the bank, as it was entered; recorded through the pledge it settles."""

    model = Receipt
    rows = ReceiptRow
    details = ReceiptDetail
    filterset_class = ReceiptFilters
    search_fields = ("bank_reference",)
    ordering = "-entered_at"
    ordering_fields = ("entered_at", "value_on")


class AllotmentFilters(django_filters.FilterSet):
    """Narrow the list of allotments."""

    state = django_filters.ChoiceFilter(choices=AllotmentState.choices)
    contribution = django_filters.UUIDFilter(field_name="contribution_id")
    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    component = django_filters.UUIDFilter(field_name="component_id")


class AllotmentViewSet(MachineViewSet):
    """From a contribution's cash to a component: proposed, certified, released by three people."""

    machine = ALLOTMENT
    rows = AllotmentRow
    details = AllotmentDetail
    filterset_class = AllotmentFilters
    search_fields = ("reference",)
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    @extend_schema(
        operation_id="allotment_propose",
        summary="Propose an allotment",
        description="Propose to spend a part of a contribution on a component; reserves nothing.",
        request=ProposeInput,
        responses={201: AllotmentDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Propose an allotment (cofinancing_officer)."""
        self.check_parameters()
        given = self.checked(ProposeInput)
        allotment = propose(
            contribution_id=given["contribution"],
            component_id=given["component"],
            gross=given["gross"],
            actor=self.actor,
            now=self.now,
        )
        return self.shown(allotment, status=201, location=f"{request.path}{allotment.pk}/")
