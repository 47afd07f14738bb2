"""Amendments: written, offered, signed, accepted; and how each changes the terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from donors.api.amendment_inputs import AmendmentInput, RedraftAmendmentInput
from donors.api.files import handed_out
from donors.api.promise_inputs import FileInput
from donors.choices.promises import AmendmentState
from donors.machines.amendment import AMENDMENT
from donors.models import Amendment
from donors.models.agreed_terms import Difference, differences
from donors.services import amendments
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.rows import Row
from web.versions import changes_a_version, expected_version


class AmendmentRow(Row):
    """One amendment of an agreement."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    pledge = serializers.UUIDField(source="pledge_id")
    donor = serializers.UUIDField(source="organisation_id")
    number = serializers.IntegerField()
    asked_by_donor = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class DifferenceShape(serializers.Serializer[Any]):
    """One term in words, as it was and as it becomes."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class AmendmentDetail(serializers.ModelSerializer[Amendment]):
    """An amendment: the terms before, what changes, and the difference in words."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    difference = serializers.SerializerMethodField()

    class Meta:
        model = Amendment
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "pledge",
            "donor",
            "number",
            "asked_by_donor",
            "motive",
            "changes",
            "before",
            "difference",
            "name",
            "sha256",
            "created_at",
            "offered_at",
            "signed_at",
            "accepted_at",
        ]
        read_only_fields = fields

    @extend_schema_field(DifferenceShape(many=True))
    def get_difference(self, amendment: Amendment) -> Any:
        """Return the terms that change, each as it was and as it becomes."""
        return DifferenceShape(difference_of(amendment), many=True).data


def difference_of(amendment: Amendment) -> list[Difference]:
    """Return how an amendment differs from the terms it was offered on, or from those in force."""
    return differences(
        amendments.terms_before(amendment), amendment.changes, currency=amendment.pledge.currency
    )


class AmendmentFilters(django_filters.FilterSet):
    """Narrow the list of amendments."""

    state = django_filters.ChoiceFilter(choices=AmendmentState.choices)
    pledge = django_filters.UUIDFilter(field_name="pledge_id")
    donor = django_filters.UUIDFilter(field_name="organisation_id")


class AmendmentViewSet(MachineViewSet):
    """Changes of agreed terms; a donor sees those of its own agreements."""

    machine = AMENDMENT
    rows = AmendmentRow
    details = AmendmentDetail
    filterset_class = AmendmentFilters
    search_fields = ("reference",)
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible amendments with their pledge."""
        return self.visible().select_related("pledge")

    @extend_schema(
        operation_id="amendment_draft",
        summary="Write an amendment",
        description="By the co-financing officer, or asked for by the donor itself.",
        request=AmendmentInput,
        responses={201: AmendmentDetail},
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Write the next amendment of an agreement."""
        self.check_parameters()
        given = self.checked(AmendmentInput)
        pledge, motive = given.pop("pledge"), given.pop("motive")
        changes: amendments.Changes = given  # type: ignore[assignment]
        drafted = amendments.draft(
            pk=pledge, motive=motive, changes=changes, actor=self.actor, now=self.now
        )
        location = f"{request.path}{drafted.pk}/"
        return self.shown(self.find(drafted.pk), status=201, location=location)

    @extend_schema(
        operation_id="amendment_redraft",
        summary="Write a draft anew",
        description="The changes given replace those it had; possible until it is offered.",
        request=RedraftAmendmentInput,
        responses=AmendmentDetail,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Write a draft anew."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        given = self.checked(RedraftAmendmentInput)
        motive = given.pop("motive", None)
        changes: amendments.Changes = given  # type: ignore[assignment]
        amendments.redraft(pk=id, motive=motive, changes=changes, actor=self.actor, version=version)
        return self.shown(self.find(id))

    @extend_schema(
        methods=["GET"],
        operation_id="amendment_file",
        summary="Download the amendment",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @extend_schema(
        methods=["PUT"],
        operation_id="amendment_attach",
        summary="Attach the amendment",
        request={"multipart/form-data": FileInput},
        responses=AmendmentDetail,
    )
    @action(detail=True, methods=["get", "put"], url_path="file", parser_classes=[MultiPartParser])
    @changes_a_version
    @idempotent(required=False)
    def file(self, request: Request, id: UUID) -> Any:  # noqa: A002
        """Hand the file out, or attach it while the amendment is a draft."""
        self.check_parameters()
        if request.method != "PUT":
            return handed_out(self.find(id))
        version = expected_version(request, present=lambda: self.present_version(id))
        upload = self.checked(FileInput)["file"]
        amendments.attach(pk=id, upload=upload, actor=self.actor, version=version)
        return self.shown(self.find(id))
