"""Instalments: planned by the co-financing officer, claimed on evidence, settled by receipts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.files import handed_out
from donors.api.instalment_details import InstalmentDetail
from donors.api.promise_inputs import FileInput, InstalmentChange
from donors.api.promise_rows import InstalmentRow
from donors.choices.promises import InstalmentState
from donors.machines.instalment import INSTALMENT
from donors.services import instalments, terms
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.versions import changes_a_version, expected_version


class InstalmentFilters(django_filters.FilterSet):
    """Narrow the list of instalments."""

    state = django_filters.ChoiceFilter(choices=InstalmentState.choices)
    pledge = django_filters.UUIDFilter(field_name="pledge_id")
    donor = django_filters.UUIDFilter(field_name="pledge__organisation_id")
    due_from = django_filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_until = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")
    overdue_on = django_filters.DateFilter(method="filter_overdue")

    def filter_overdue(self, instalments: Any, _name: str, day: date) -> Any:
        """Keep those that may be claimed, are not paid, and whose day had passed then."""
        return instalments.overdue(on=day)


class InstalmentViewSet(MachineViewSet):
    """The payments of agreed and coming schedules."""

    machine = INSTALMENT
    rows = InstalmentRow
    details = InstalmentDetail
    filterset_class = InstalmentFilters
    ordering = "due_on"
    ordering_fields = ("due_on",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible instalments with their pledge and what is still owed."""
        seen: Any = self.visible().select_related("pledge")
        told: QuerySet[Any] = seen.with_owed()
        return told

    @extend_schema(
        operation_id="instalment_change",
        summary="Change an instalment",
        request=InstalmentChange,
        responses=InstalmentDetail,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Change a payment before the donor signs (cofinancing_officer)."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        given = self.checked(InstalmentChange)
        terms.change_instalment(pk=id, actor=self.actor, version=version, **given)
        return self.shown(self.find(id))

    @extend_schema(
        operation_id="instalment_remove", summary="Remove an instalment", responses={204: None}
    )
    @changes_a_version
    @idempotent(required=False)
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Take a payment off the schedule before the donor signs (cofinancing_officer)."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        terms.remove_instalment(pk=id, actor=self.actor, version=version)
        return Response(status=204)

    @extend_schema(
        methods=["GET"],
        operation_id="instalment_evidence",
        summary="Download the evidence",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @extend_schema(
        methods=["PUT"],
        operation_id="instalment_attach_evidence",
        summary="Attach the evidence",
        request={"multipart/form-data": FileInput},
        responses=InstalmentDetail,
    )
    @action(
        detail=True, methods=["get", "put"], url_path="evidence", parser_classes=[MultiPartParser]
    )
    @changes_a_version
    @idempotent(required=False)
    def evidence(self, request: Request, id: UUID) -> Any:  # noqa: A002
        """Hand the evidence out, or attach it while it is not given yet (programme_officer)."""
        self.check_parameters()
        if request.method != "PUT":
            return handed_out(self.find(id))
        version = expected_version(request, present=lambda: self.present_version(id))
        upload = self.checked(FileInput)["file"]
        instalments.attach_evidence(pk=id, upload=upload, actor=self.actor, version=version)
        return self.shown(self.find(id))
