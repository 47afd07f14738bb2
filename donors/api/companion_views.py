"""Agreements, examinations, waivers and reports; and what an amount comes to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import day_of
from common.money import Money
from donors.api.companion_details import (
    AgreementDetail,
    DueDiligenceDetail,
    ReportDetail,
    WaiverDetail,
)
from donors.api.files import handed_out
from donors.api.promise_inputs import (
    FileInput,
    OpenExaminationInput,
    QuoteQuery,
)
from donors.api.promise_rows import (
    AgreementRow,
    DueDiligenceRow,
    ReportRow,
    WaiverRow,
)
from donors.choices.promises import (
    DueDiligenceState,
    Earmark,
    ReportKind,
    ReportState,
    WaiverState,
)
from donors.machines.promises import DUE_DILIGENCE, PSC_WAIVER, REPORT_OBLIGATION
from donors.models import Agreement
from donors.services import examination, reporting
from donors.services.quotes import bears_levy, quote
from web.fields import MoneyField
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.versions import changes_a_version, expected_version
from web.views import ApiViewSet, ResourceViewSet


class AgreementFilters(django_filters.FilterSet):
    """Narrow the list of agreements."""

    pledge = django_filters.UUIDFilter(field_name="pledge_id")


class AgreementViewSet(ResourceViewSet):
    """The files both sides sign."""

    model = Agreement
    rows = AgreementRow
    details = AgreementDetail
    filterset_class = AgreementFilters
    ordering = "-added_at"
    ordering_fields = ("added_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible rows with their pledge."""
        return self.visible().select_related("pledge")

    @extend_schema(
        operation_id="agreement_file",
        summary="Download the agreement",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"], url_path="file")
    def file(self, request: Request, id: UUID) -> FileResponse:  # noqa: A002
        """Hand the file out, always as a download."""
        self.check_parameters()
        return handed_out(self.find(id))


class DueDiligenceFilters(django_filters.FilterSet):
    """Narrow the list of examinations."""

    state = django_filters.ChoiceFilter(choices=DueDiligenceState.choices)
    donor = django_filters.UUIDFilter(field_name="organisation_id")


class DueDiligenceViewSet(MachineViewSet):
    """Examinations of donors; for UNODC alone."""

    machine = DUE_DILIGENCE
    rows = DueDiligenceRow
    details = DueDiligenceDetail
    filterset_class = DueDiligenceFilters
    search_fields = ("reference", "organisation__name")
    ordering = "-created_at"
    ordering_fields = ("created_at", "valid_until")

    def detailed(self) -> QuerySet[Any]:
        """Return the visible examinations with their donor."""
        return self.visible().select_related("organisation")

    @extend_schema(
        operation_id="due_diligence_open",
        summary="Ask for an examination",
        description="Of a donor that is neither a State nor a United Nations entity.",
        request=OpenExaminationInput,
        responses={201: DueDiligenceDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Ask for the examination of a donor (cofinancing_officer)."""
        self.check_parameters()
        given = self.checked(OpenExaminationInput)
        opened = examination.open_due_diligence(
            organisation_id=given["organisation"], actor=self.actor, now=self.now
        )
        location = f"{request.path}{opened.pk}/"
        return self.shown(self.find(opened.pk), status=201, location=location)


class WaiverFilters(django_filters.FilterSet):
    """Narrow the list of waivers."""

    state = django_filters.ChoiceFilter(choices=WaiverState.choices)
    pledge = django_filters.UUIDFilter(field_name="pledge_id")


class WaiverViewSet(MachineViewSet):
    """Questions for another programme support rate; for UNODC alone."""

    machine = PSC_WAIVER
    rows = WaiverRow
    details = WaiverDetail
    filterset_class = WaiverFilters
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible waivers with their pledge."""
        return self.visible().select_related("pledge")


class ReportFilters(django_filters.FilterSet):
    """Narrow the list of reports."""

    state = django_filters.ChoiceFilter(choices=ReportState.choices)
    kind = django_filters.ChoiceFilter(choices=ReportKind.choices)
    pledge = django_filters.UUIDFilter(field_name="pledge_id")
    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    due_until = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")


class ReportViewSet(MachineViewSet):
    """Reports owed to donors."""

    machine = REPORT_OBLIGATION
    rows = ReportRow
    details = ReportDetail
    filterset_class = ReportFilters
    search_fields = ("reference",)
    ordering = "due_on"
    ordering_fields = ("due_on",)

    @extend_schema(
        methods=["GET"],
        operation_id="report_obligation_file",
        summary="Download the report",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @extend_schema(
        methods=["PUT"],
        operation_id="report_obligation_attach",
        summary="Attach the report",
        request={"multipart/form-data": FileInput},
        responses=ReportDetail,
    )
    @action(detail=True, methods=["get", "put"], url_path="file", parser_classes=[MultiPartParser])
    @changes_a_version
    @idempotent(required=False)
    def file(self, request: Request, id: UUID) -> Any:  # noqa: A002
        """Hand the report out, or attach it while it is owed (programme_officer)."""
        self.check_parameters()
        if request.method != "PUT":
            return handed_out(self.find(id))
        version = expected_version(request, present=lambda: self.present_version(id))
        upload = self.checked(FileInput)["file"]
        reporting.attach_report(pk=id, upload=upload, actor=self.actor, version=version)
        return self.shown(self.find(id))


class QuoteShape(serializers.Serializer[Any]):
    """An amount taken apart, its worth in US dollars, the rate and its day."""

    gross = MoneyField()
    programmable = MoneyField()
    psc = MoneyField()
    psc_rate = serializers.DecimalField(max_digits=7, decimal_places=6)
    levy = MoneyField(help_text="The coordination levy, apart from support cost.")
    levy_rate = serializers.DecimalField(max_digits=7, decimal_places=6)
    usd = MoneyField()
    rate = serializers.DecimalField(max_digits=20, decimal_places=8)
    rate_on = serializers.DateField()


QUOTE_PARAMETERS = [
    OpenApiParameter("amount", str, required=True, description="A plain number: 1130000.00"),
    OpenApiParameter("currency", str, required=True, description="ISO 4217: USD"),
    OpenApiParameter("on", OpenApiTypes.DATE, description="The value date; today if left out."),
    OpenApiParameter(
        "psc_rate", str, description="The support rate; the standard one if left out."
    ),
    OpenApiParameter("net", bool, description="The amount is net: build the gross amount up."),
    OpenApiParameter(
        "earmark_category",
        str,
        enum=Earmark.values,
        description="How tightly it is tied: 4 bears the coordination levy.",
    ),
    OpenApiParameter(
        "local_resources", bool, description="A State pays for its own request: no levy."
    ),
]


class QuoteViewSet(ApiViewSet):
    """What an amount comes to, before anybody commits to it."""

    @extend_schema(
        operation_id="quote",
        summary="Take an amount apart",
        description="Net, support cost, coordination levy, gross, US dollars, the rate, its day.",
        parameters=QUOTE_PARAMETERS,
        responses=QuoteShape,
    )
    def show(self, request: Request) -> Response:
        """Return what an amount comes to."""
        self.check_parameters(*(one.name for one in QUOTE_PARAMETERS))
        asked = QuoteQuery(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        told = quote(
            amount=Money.of(given["amount"], given["currency"]),
            on=given.get("on") or day_of(self.now),
            psc_rate=given.get("psc_rate"),
            net=given["net"],
            levied=bears_levy(
                donor_id=self.actor.organisation_id,
                earmark_category=given.get("earmark_category", ""),
                local_resources=given["local_resources"],
            ),
        )
        shape = {
            "gross": told.gross,
            "programmable": told.parts.programmable,
            "psc": told.parts.psc,
            "psc_rate": told.psc_rate,
            "levy": told.levy,
            "levy_rate": told.levy_rate,
            "usd": told.value.usd,
            "rate": told.value.rate,
            "rate_on": told.value.rate_date,
        }
        return Response(QuoteShape(shape).data)
