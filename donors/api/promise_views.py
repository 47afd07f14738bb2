"""Pledges to write, negotiate and move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.companion_details import WaiverDetail
from donors.api.instalment_details import InstalmentDetail
from donors.api.pledge_details import PledgeDetail
from donors.api.promise_inputs import (
    ChecklistInput,
    DraftInput,
    FileInput,
    InstalmentInput,
    LetterInput,
    RedraftInput,
    ScheduleInput,
    TermsInput,
    WaiverInput,
    values_of,
)
from donors.api.promise_rows import PledgeRow
from donors.choices.promises import Earmark, PledgeState, Publisher
from donors.machines.pledge import PLEDGE
from donors.models import Instalment
from donors.services import drafting, terms, waivers
from donors.services.quotes import shares_of
from web.idempotency import idempotent
from web.inputs import Inputs
from web.machines import MachineViewSet
from web.versions import changes_a_version, expected_version


class PledgeFilters(django_filters.FilterSet):
    """Narrow the list of pledges."""

    state = django_filters.ChoiceFilter(choices=PledgeState.choices)
    donor = django_filters.UUIDFilter(field_name="organisation_id")
    request = django_filters.UUIDFilter(field_name="request_id")  # type: ignore[assignment]
    currency = django_filters.CharFilter(field_name="currency")
    earmark_category = django_filters.ChoiceFilter(choices=Earmark.choices)
    published_from = django_filters.ChoiceFilter(choices=Publisher.choices)
    expiring_until = django_filters.DateFilter(field_name="expiry_on", lookup_expr="lte")


class PledgeViewSet(MachineViewSet):
    """Promises of donors; a donor sees its own, UNODC all, nobody else any."""

    machine = PLEDGE
    rows = PledgeRow
    details = PledgeDetail
    filterset_class = PledgeFilters
    search_fields = ("reference", "title")
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible pledges with what belongs to them."""
        return (
            self.visible()
            .select_related("organisation", "letter", "agreement", "checklist")
            .prefetch_related(
                Prefetch("instalments", Instalment.objects.with_owed()),
                "countries",
                "regions",
                "themes",
                "assistance_types",
                "published_records",
                "partial_agreements",
            )
        )

    def shown(self, found: Any, **options: Any) -> Response:
        """Return one pledge, taken apart into what may be allotted, cost and levy."""
        found.shares = shares_of(found)
        return super().shown(found, **options)

    def edited(self, pk: UUID, verb: Callable[..., Any], **given: Any) -> Response:
        """Edit a pledge in the version the caller saw, and return it."""
        self.check_parameters()
        version = expected_version(self.request, present=lambda: self.present_version(pk))
        verb(pk=pk, actor=self.actor, version=version, **given)
        return self.shown(self.find(pk))

    @extend_schema(
        operation_id="pledge_draft",
        summary="Write a pledge down",
        description="By the donor's representative, or by UNODC from a letter of the donor.",
        request=DraftInput,
        responses={201: PledgeDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Write a pledge down."""
        self.check_parameters()
        given = self.checked(DraftInput)
        donor = given.pop("organisation", None)
        pledge = drafting.draft(
            values=values_of(given), organisation_id=donor, actor=self.actor, now=self.now
        )
        location = f"{request.path}{pledge.pk}/"
        return self.shown(self.find(pledge.pk), status=201, location=location)

    @extend_schema(
        operation_id="pledge_redraft",
        summary="Change a draft",
        description="Possible until the pledge is announced; then it is the donor's word.",
        request=RedraftInput,
        responses=PledgeDetail,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Change what a draft says."""
        values = values_of(self.checked(RedraftInput))
        return self.edited(id, drafting.redraft, values=values, now=self.now)

    @extend_schema(
        operation_id="pledge_set_terms",
        summary="Set the terms",
        description="Rate, dates and clauses under negotiation (cofinancing_officer).",
        request=TermsInput,
        responses=PledgeDetail,
    )
    @action(detail=True, methods=["patch"], url_path="terms")
    @changes_a_version
    @idempotent(required=False)
    def terms(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Set the terms under negotiation."""
        return self.edited(id, terms.set_terms, terms=self.checked(TermsInput))

    @extend_schema(
        operation_id="pledge_schedule_reports",
        summary="Schedule the reports",
        description="Which reports the donor receives and when (cofinancing_officer).",
        request=ScheduleInput,
        responses=PledgeDetail,
    )
    @action(detail=True, methods=["put"], url_path="report-schedule")
    @changes_a_version
    @idempotent(required=False)
    def report_schedule(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Replace the report schedule."""
        return self.edited(id, terms.schedule_reports, **self.checked(ScheduleInput))

    @extend_schema(
        operation_id="pledge_answer_checklist",
        summary="Answer the acceptance checklist",
        description="The points of regulation 3.12; whoever answers does not clear the pledge.",
        request=ChecklistInput,
        responses=PledgeDetail,
    )
    @action(detail=True, methods=["put"], url_path="checklist")
    @changes_a_version
    @idempotent(required=False)
    def checklist(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Answer the acceptance checklist."""
        return self.edited(id, terms.answer_checklist, now=self.now, **self.checked(ChecklistInput))

    @extend_schema(
        operation_id="pledge_attach_letter",
        summary="Attach the donor's letter",
        description="UNODC announces in a donor's name on it alone; its date is the value date.",
        request={"multipart/form-data": LetterInput},
        responses=PledgeDetail,
    )
    @action(detail=True, methods=["put"], url_path="letter", parser_classes=[MultiPartParser])
    @changes_a_version
    @idempotent(required=False)
    def letter(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Attach the donor's letter."""
        return self.attached(id, drafting.attach_letter, LetterInput)

    @extend_schema(
        operation_id="pledge_attach_agreement",
        summary="Attach the agreement",
        description="The file both sides sign, sealed with its sha256 (cofinancing_officer).",
        request={"multipart/form-data": FileInput},
        responses=PledgeDetail,
    )
    @action(detail=True, methods=["put"], url_path="agreement", parser_classes=[MultiPartParser])
    @changes_a_version
    @idempotent(required=False)
    def agreement(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Attach the agreement."""
        return self.attached(id, terms.attach_agreement, FileInput)

    def attached(self, pk: UUID, verb: Callable[..., Any], kind: type[Inputs]) -> Response:
        """Attach the file of a form."""
        given = self.checked(kind)
        return self.edited(pk, verb, upload=given.pop("file"), now=self.now, **given)

    @extend_schema(
        operation_id="pledge_add_instalment",
        summary="Add an instalment",
        description="A payment of the schedule, in the pledge's currency (cofinancing_officer).",
        request=InstalmentInput,
        responses={201: InstalmentDetail},
    )
    @action(detail=True, methods=["post"], url_path="instalments")
    @changes_a_version
    @idempotent(required=True)
    def add_instalment(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Add a payment to the schedule."""
        return self.added(id, terms.add_instalment, InstalmentInput, InstalmentDetail, now=self.now)

    @extend_schema(
        operation_id="pledge_ask_waiver",
        summary="Ask for another support rate",
        description="Decided by an approving officer who did not ask for it.",
        request=WaiverInput,
        responses={201: WaiverDetail},
    )
    @action(detail=True, methods=["post"], url_path="psc-waivers")
    @changes_a_version
    @idempotent(required=True)
    def ask_waiver(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Ask for another programme support rate."""
        return self.added(id, waivers.ask_waiver, WaiverInput, WaiverDetail, now=self.now)

    def added(
        self, pk: UUID, verb: Callable[..., Any], kind: type[Inputs], told: Any, **given: Any
    ) -> Response:
        """Add something to a pledge in the version the caller saw, and return what was added."""
        self.check_parameters()
        version = expected_version(self.request, present=lambda: self.present_version(pk))
        made = verb(pk=pk, actor=self.actor, version=version, **self.checked(kind), **given)
        return Response(told(made, context=self.get_serializer_context()).data, status=201)
