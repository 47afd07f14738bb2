"""Standing criteria of donors, and how the needs on show stand against them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from common.clock import day_of
from donors.api.promise_inputs import LONG, MOST
from donors.choices.money import FUNDABLE_REQUESTS
from donors.lifecycle.matching import matches
from donors.models import StandingCriteria
from donors.services import criteria
from donors.services.criteria import Atlas
from donors.services.purposes import donors_eyes
from ta_requests.models import Request
from web.idempotency import idempotent
from web.inputs import Inputs
from web.rows import Row
from web.versions import changes_a_version, expected_version
from web.views import ResourceViewSet

NEWEST: Final = 200


def _codes(label: Any, longest: int) -> serializers.ListField:
    child = serializers.CharField(max_length=longest)
    return serializers.ListField(child=child, label=label, required=False, max_length=MOST)


def _usd(label: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        label=label,
        max_digits=15,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
    )


class CriteriaInput(Inputs):
    """What a donor looks for; what is left out or empty asks for nothing."""

    regions = _codes(_("Regions"), 3)
    countries = _codes(_("Countries"), 3)
    groups = _codes(_("Groups of countries"), 20)
    themes = _codes(_("Themes"), 5)
    assistance_types = _codes(_("Types of assistance"), 40)
    least_usd = _usd(_("Gross from (USD)"))
    most_usd = _usd(_("Gross up to (USD)"))
    note = serializers.CharField(label=_("Note"), max_length=LONG, required=False, allow_blank=True)


class CriteriaRow(Row):
    """The standing criteria of one donor."""

    id = serializers.UUIDField()
    donor = serializers.UUIDField(source="organisation_id")
    regions = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    groups = serializers.ListField(child=serializers.CharField())
    themes = serializers.ListField(child=serializers.CharField())
    assistance_types = serializers.ListField(child=serializers.CharField())
    least_usd = serializers.DecimalField(max_digits=15, decimal_places=2, allow_null=True)
    most_usd = serializers.DecimalField(max_digits=15, decimal_places=2, allow_null=True)
    note = serializers.CharField()
    changed_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class FindingShape(serializers.Serializer[Any]):
    """One criterion held against a need, and the reason."""

    criterion = serializers.CharField()
    met = serializers.BooleanField()
    sentence = serializers.CharField()


class MatchShape(serializers.Serializer[Any]):
    """One need: whether every criterion is met, and each with its reason."""

    request = serializers.UUIDField()
    reference = serializers.CharField()
    matches = serializers.BooleanField()
    findings = FindingShape(many=True)


class MatchesShape(serializers.Serializer[Any]):
    """The newest needs that are open to pledges and on show to the donor."""

    needs = MatchShape(many=True)


class CriteriaViewSet(ResourceViewSet):
    """What donors look for; a donor sees and writes its own."""

    model = StandingCriteria
    rows = CriteriaRow
    details = CriteriaRow
    ordering = "-changed_at"
    ordering_fields = ("changed_at",)

    @extend_schema(
        operation_id="standing_criteria_set",
        summary="Set the standing criteria of one's own organisation",
        description="Whole: what is left out asks for nothing any more. They bind nobody.",
        request=CriteriaInput,
        responses={201: CriteriaRow},
    )
    @changes_a_version
    @idempotent(required=True)
    def create(self, request: ApiRequest) -> Response:
        """Write the criteria of one's own organisation."""
        self.check_parameters()
        version = expected_version(request, present=self.own_version, required=False)
        values: criteria.CriteriaValues = self.checked(CriteriaInput)  # type: ignore[assignment]
        written = criteria.set_criteria(
            values=values, actor=self.actor, now=self.now, version=version
        )
        location = f"{request.path}{written.pk}/"
        return self.shown(self.find(written.pk), status=201, location=location)

    def own_version(self) -> int | None:
        """Return the version of one's own criteria."""
        own = self.visible().filter(organisation_id=self.actor.organisation_id)
        found: int | None = own.values_list("version", flat=True).first()
        return found

    @extend_schema(
        operation_id="standing_criteria_needs",
        summary="How the needs on show stand against the criteria",
        description=f"The newest {NEWEST} needs open to pledges that the donor may see.",
        responses=MatchesShape,
    )
    @action(detail=True, methods=["get"], url_path="needs")
    def needs(self, request: ApiRequest, id: UUID) -> Response:  # noqa: A002
        """Hold the needs on show to the donor against its criteria."""
        self.check_parameters()
        own = self.find(id)
        known = Request.objects.visible_to(self.actor).visible_to(donors_eyes(own.organisation_id))
        shown = known.filter(state__in=FUNDABLE_REQUESTS, circulated_at__isnull=False)
        rows = criteria.with_subjects(shown).select_related("country").order_by("-circulated_at")
        needs = list(rows[:NEWEST])
        atlas = Atlas.of({one.country_id for one in needs}, on=day_of(self.now))
        found = criteria.findings_for(own, needs, atlas=atlas)
        told = [
            {
                "request": one.pk,
                "reference": one.reference,
                "matches": matches(found[one.pk]),
                "findings": found[one.pk],
            }
            for one in needs
        ]
        return Response(MatchesShape({"needs": told}).data)
