"""One request as its State and UNODC see it, and as those see it to whom it is shown."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ta_requests.api.request_inputs import ContentInput
from ta_requests.choices.request import Court
from ta_requests.models import (
    Circulation,
    Clarification,
    Component,
    Document,
    FundingPosition,
    Request,
    RequestedItem,
    RequestVersion,
    Turn,
)

SHOWN: tuple[str, ...] = (
    "id",
    "reference",
    "state",
    "court",
    "country",
    "country_name",
    "language",
    "title",
    "needs",
    "priorities",
    "challenges",
    "restrictions",
    "other_type_text",
    "themes",
    "assistance_types",
    "instruments",
    "items",
    "components",
    "circulated_at",
    "updated_at",
    "version",
)
"""The whole of what a request tells donors and the public; nothing joins it by accident."""


class ItemShape(serializers.ModelSerializer[RequestedItem]):
    """One line of material asked for."""

    class Meta:
        model = RequestedItem
        fields = ("position", "description", "quantity", "unit", "purpose")


class ShownComponent(serializers.ModelSerializer[Component]):
    """One costed part, as the final assessment froze it."""

    class Meta:
        model = Component
        fields = (
            "id",
            "number",
            "phase",
            "title",
            "theme",
            "assistance_type",
            "quantity",
            "unit",
            "funding_kind",
            "currency",
            "net",
            "psc",
            "gross",
        )


class PositionShape(serializers.ModelSerializer[FundingPosition]):
    """The three totals, never mixed, and what was done with the money (US dollars as booked)."""

    class Meta:
        model = FundingPosition
        fields = (
            "pledged_usd",
            "committed_usd",
            "received_usd",
            "released_usd",
            "open_obligations_usd",
            "expenditure_usd",
            "as_of",
        )


class ShownRequest(serializers.ModelSerializer[Request]):
    """A request as far as its State consented to show it."""

    court = serializers.ChoiceField(choices=Court.choices, source="whose_move", read_only=True)
    country_name = serializers.CharField(source="country.name", read_only=True)
    instruments = serializers.SlugRelatedField[Any](slug_field="symbol", many=True, read_only=True)
    items = ItemShape(many=True, read_only=True)
    components = serializers.SerializerMethodField()

    class Meta:
        model = Request
        fields: ClassVar[tuple[str, ...]] = SHOWN

    @extend_schema_field(ShownComponent(many=True))
    def get_components(self, request: Request) -> Any:
        """Return the components of the assessment in force."""
        standing = Component.objects.standing().of_request(request.pk)
        return ShownComponent(standing, many=True).data


class RequestDetails(ShownRequest):
    """A request in full, for its State and for UNODC."""

    position = serializers.SerializerMethodField()
    named_donors = serializers.SerializerMethodField()

    class Meta:
        model = Request
        fields: ClassVar[tuple[str, ...]] = (
            *SHOWN,
            "organisation",
            "channel",
            "practice",
            "consent_class",
            "named_donors",
            "domestic_law_note",
            "gender_note",
            "culture_note",
            "safeguards_note",
            "note_verbale_text",
            "countersigned_at",
            "submitted_at",
            "returned_grounds",
            "acknowledged_at",
            "information_due_at",
            "lapsed_at",
            "lapsed_from",
            "decline_code",
            "referral_provider",
            "referral_consented_at",
            "assessed_at",
            "priority_score",
            "funding_sought_at",
            "review_due_at",
            "funded_at",
            "delivery_started_at",
            "terminated_at",
            "state_told_on",
            "settlement_plan",
            "completed_at",
            "completion_basis",
            "follow_up_on",
            "closed_at",
            "withdrawn_at",
            "refund_plan",
            "position",
            "created_at",
        )

    @extend_schema_field(PositionShape(allow_null=True))
    def get_position(self, request: Request) -> Any:
        """Return the figures about money, once there are any."""
        position = FundingPosition.objects.filter(request=request).first()
        return PositionShape(position).data if position else None

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_named_donors(self, request: Request) -> list[str]:
        """Return the donors the State named."""
        return [str(naming.organisation_id) for naming in request.namings.all()]


class CirculationDetails(serializers.ModelSerializer[Circulation]):
    """A circulation by itself."""

    reference = serializers.CharField(source="request.reference", read_only=True)

    class Meta:
        model = Circulation
        fields = (
            "id",
            "request",
            "reference",
            "number",
            "state",
            "consent_class",
            "deadline_at",
            "circulated_at",
            "objected_at",
            "ended_at",
            "created_at",
            "version",
        )


class DocumentShape(serializers.ModelSerializer[Document]):
    """A file of a request; its bytes are at ``documents/{id}/``."""

    class Meta:
        model = Document
        fields = ("id", "kind", "name", "media_type", "size", "sha256", "attached_at")


class VersionShape(serializers.ModelSerializer[RequestVersion]):
    """The text as filed on one day."""

    class Meta:
        model = RequestVersion
        fields = (
            "number",
            "occasion",
            "content",
            "country_status",
            "difference",
            "digest",
            "frozen_at",
        )


class ClarificationShape(serializers.ModelSerializer[Clarification]):
    """A question of UNODC and the State's answer."""

    class Meta:
        model = Clarification
        fields = (
            "number",
            "question",
            "asked_at",
            "due_at",
            "answer",
            "answered_at",
            "dropped_at",
        )


class TurnShape(serializers.ModelSerializer[Turn]):
    """One stay with whoever must move next; a pause does not count."""

    class Meta:
        model = Turn
        fields = ("number", "court", "counts", "began_at", "ended_at", "working_days")


class FieldsShape(serializers.Serializer[Any]):
    """Fields of a request as they stand, and what became of those that were sent.

    ``conflicts`` were changed by somebody else meanwhile and not written: ``standing`` has the
    other text, ``bases`` what to send to replace it knowingly.
    """

    version = serializers.IntegerField()
    saved = serializers.ListField(child=serializers.CharField())
    conflicts = serializers.ListField(child=serializers.CharField())
    standing = ContentInput()
    bases = serializers.DictField(child=serializers.CharField())
