"""The parcels of the toy machine behind the real plumbing."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tests.toy.machine import PARCEL, pack, relabel
from tests.toy.models import Parcel
from web.idempotency import idempotent
from web.inputs import Inputs, register
from web.machines import MachineViewSet
from web.rows import Row
from web.versions import changes_a_version, expected_version


class WeighInput(Inputs):
    """What the scales say."""

    weight = serializers.IntegerField(min_value=0, max_value=1_000)


class PackInput(Inputs):
    """What is needed to pack."""

    organisation_id = serializers.UUIDField()
    reference = serializers.CharField(max_length=40)


class RelabelInput(Inputs):
    """What may change before it leaves."""

    reference = serializers.CharField(max_length=40)


class ParcelRow(Row):
    """A parcel in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    weight = serializers.IntegerField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class ParcelDetails(serializers.ModelSerializer[Parcel]):
    """A parcel by itself."""

    class Meta:
        model = Parcel
        fields = ("id", "reference", "state", "weight", "version", "paid")


class ParcelFilter(django_filters.FilterSet):
    """Filters of the list."""

    class Meta:
        model = Parcel
        fields: ClassVar[dict[str, list[str]]] = {"reference": ["exact"], "weight": ["gte", "lte"]}


register("parcel", {"weigh": WeighInput})


class ParcelViewSet(MachineViewSet):
    """Parcels of organisations."""

    machine = PARCEL
    rows = ParcelRow
    details = ParcelDetails
    filterset_class = ParcelFilter
    ordering_fields = ("created_at", "weight", "reference")
    ordering = "-created_at"
    search_fields = ("reference",)

    @extend_schema(request=PackInput, responses={201: ParcelDetails})
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Pack a parcel."""
        given: dict[str, Any] = self.checked(PackInput)
        parcel = pack(actor=self.actor, now=self.now, **given)
        return self.shown(parcel, status=201, location=f"{request.path}{parcel.pk}/")

    @extend_schema(request=RelabelInput, responses=ParcelDetails)
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Change the label."""
        version = expected_version(request, present=lambda: self.present_version(id))
        relabel(pk=id, actor=self.actor, version=version, **self.checked(RelabelInput))
        return self.shown(self.find(id))
