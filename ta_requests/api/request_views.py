"""Requests with all their parts, and circulations."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request as Asked
from rest_framework.response import Response

from common.errors import NotFound
from ta_requests.api.request_details import (
    CirculationDetails,
    ClarificationShape,
    DocumentShape,
    FieldsShape,
    RequestDetails,
    ShownRequest,
    TurnShape,
    VersionShape,
)
from ta_requests.api.request_filters import CirculationFilters, RequestFilters
from ta_requests.api.request_inputs import (
    ContentInput,
    DocumentInput,
    DraftInput,
    FieldsInput,
)
from ta_requests.api.request_rows import SHOWN_TO_DONORS, CirculationRow, RequestRow
from ta_requests.machines import CIRCULATION, REQUEST
from ta_requests.models import Clarification, Document, Request, RequestVersion, Turn
from ta_requests.services import documents as filing
from ta_requests.services import drafting, field_saving
from ta_requests.services.documents import Upload
from ta_requests.services.file_inspection import LARGEST
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.parsers import StrictJSONParser
from web.versions import changes_a_version, etag_of, expected_version
from web.views import Items
from workflows.actors import Actor

EITHER = PolymorphicProxySerializer(
    component_name="RequestAsSeen",
    serializers=[RequestDetails, ShownRequest],
    resource_type_field_name=None,
)


def is_inside(actor: Actor, organisation_id: object) -> bool:
    """Tell whether the actor reads the whole file: staff, auditors and the State itself."""
    return actor.reads_all_cases or (
        actor.sees("state") and actor.organisation_id == organisation_id
    )


class RequestViewSet(MachineViewSet):
    """What States ask for. A State sees its own, donors what consent and circulation show."""

    machine = REQUEST
    rows = RequestRow
    details = RequestDetails
    filterset_class = RequestFilters
    ordering = "-updated_at"
    ordering_fields = ("updated_at",)
    search_fields = ("words",)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the requests in which all the words occur."""
        return queryset.filter(pk__in=Request.objects.search(text).values("pk"))

    def detailed(self) -> QuerySet[Any]:
        """Return the visible requests with what their detail needs."""
        return (
            self.visible()
            .select_related("country")
            .prefetch_related("themes", "assistance_types", "instruments", "items", "namings")
        )

    def present(self, items: Items) -> Items:
        """Blank what is not for donors, unless the reader is of the State or reads all cases."""
        if self.actor.reads_all_cases or (
            self.actor.sees("state") and not self.actor.sees("donor")
        ):
            return items
        return [
            {name: value if name in SHOWN_TO_DONORS else None for name, value in row.items()}
            for row in items
        ]

    def shown(self, found: Any, *, status: int = 200, location: str = "") -> Response:
        """Return the whole request to insiders, the consented part of it to others."""
        if not is_inside(self.actor, found.organisation_id):
            self.details = ShownRequest  # type: ignore[misc,assignment]
        return super().shown(found, status=status, location=location)

    @extend_schema(responses=EITHER)
    def retrieve(self, request: Asked, id: UUID) -> Any:  # noqa: A002
        """Return one request: in full to its State and UNODC, else what it consented to show."""
        return super().retrieve(request, id)

    @extend_schema(
        operation_id="request_draft",
        summary="Begin a request",
        request=DraftInput,
        responses={201: RequestDetails},
    )
    @idempotent(required=True)
    def create(self, request: Asked) -> Response:
        """Begin a draft for one's own State, or transcribe the paper note of another."""
        self.check_parameters()
        given = self.checked(DraftInput)
        state_id, practice = given.pop("organisation", None), given.pop("practice")
        if state_id is None:
            draft = drafting.draft(actor=self.actor, now=self.now, content=given, practice=practice)
        else:
            draft = drafting.transcribe(
                actor=self.actor, now=self.now, organisation_id=state_id, content=given
            )
        made = self.find(draft.pk)
        return self.shown(made, status=201, location=f"{request.path}{draft.pk}/")

    @extend_schema(
        operation_id="request_revise",
        summary="Rewrite a request",
        request=ContentInput,
        responses=RequestDetails,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Rewrite a draft, or a request about which UNODC asked for information."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        drafting.revise(
            pk=id,
            actor=self.actor,
            now=self.now,
            version=version,
            content=self.checked(ContentInput),
        )
        return self.shown(self.find(id))

    @extend_schema(
        operation_id="request_fields", summary="The fields of a draft", responses=FieldsShape
    )
    @action(detail=True, methods=["get"], url_path="fields")
    def draft_fields(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Return what may be written of a request, field by field, each with its base."""
        self.check_parameters()
        found = self.find(id)
        if not is_inside(self.actor, found.organisation_id):
            raise NotFound
        return Response(vars(field_saving.read_fields(found)))

    @extend_schema(
        operation_id="request_save_fields",
        summary="Save a draft field by field",
        request=FieldsInput,
        responses=FieldsShape,
    )
    @draft_fields.mapping.patch
    @idempotent(required=False)
    def save_fields(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Write the fields nobody else changed meanwhile, and return the others for a choice.

        Needs no If-Match: the base of each field says what it was written from.
        """
        self.check_parameters()
        given = self.checked(FieldsInput)
        saved = field_saving.save_fields(pk=id, actor=self.actor, now=self.now, **given)
        return Response(vars(saved))

    def parts(self, model: Any, shape: type[serializers.Serializer[Any]], pk: UUID) -> Response:
        """Return the parts of one request that the caller may see."""
        self.check_parameters()
        found = self.find(pk)
        seen = model.objects.visible_to(self.actor).filter(request_id=found.pk)
        headers = {"ETag": etag_of(found.version)}
        return Response(shape(seen, many=True).data, headers=headers)

    @extend_schema(summary="Versions as filed", responses=VersionShape(many=True))
    @action(detail=True, methods=["get"], url_path="versions")
    def versions(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Return the frozen versions, with the country's status of each day."""
        return self.parts(RequestVersion, VersionShape, id)

    @extend_schema(summary="Questions and answers", responses=ClarificationShape(many=True))
    @action(detail=True, methods=["get"], url_path="clarifications")
    def clarifications(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Return what UNODC asked and the State answered."""
        return self.parts(Clarification, ClarificationShape, id)

    @extend_schema(summary="Whose move it was, and how long", responses=TurnShape(many=True))
    @action(detail=True, methods=["get"], url_path="turns")
    def turns(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Return the turns of the State, UNODC and donors with their working days."""
        return self.parts(Turn, TurnShape, id)

    @extend_schema(summary="Documents", responses=DocumentShape(many=True))
    @action(
        detail=True,
        methods=["get"],
        url_path="documents",
        parser_classes=[MultiPartParser, StrictJSONParser],
    )
    def documents(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Return the files of the request."""
        return self.parts(Document, DocumentShape, id)

    @extend_schema(
        operation_id="request_attach",
        summary="Attach a document",
        request={"multipart/form-data": DocumentInput},
        responses={201: DocumentShape},
    )
    @documents.mapping.post
    @changes_a_version
    @idempotent(required=False)
    def attach(self, request: Asked, id: UUID) -> Response:  # noqa: A002
        """Attach a file of at most 20 MB: PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        given = self.checked(DocumentInput)
        made = filing.attach(
            pk=id,
            actor=self.actor,
            now=self.now,
            version=version,
            kind=given["kind"],
            upload=Upload(name=given["file"].name, content=given["file"].read(LARGEST + 1)),
        )
        headers = {
            "ETag": etag_of(self.present_version(id) or 0),
            "Location": f"{request.path}{made.pk}/",
        }
        return Response(DocumentShape(made).data, status=201, headers=headers)

    @extend_schema(
        operation_id="request_document",
        summary="The bytes of a document",
        responses={200: OpenApiResponse(OpenApiTypes.BINARY, description="The file as stored.")},
    )
    @action(detail=True, methods=["get"], url_path="documents/<uuid:document_id>")
    def document(self, request: Asked, id: UUID, document_id: UUID) -> FileResponse:  # noqa: A002
        """Return a file of the request, always as a download."""
        self.check_parameters()
        seen = Document.objects.visible_to(self.actor).filter(request_id=id, pk=document_id)
        found = seen.first()
        if found is None:
            raise NotFound
        return FileResponse(
            found.file.open("rb"),
            as_attachment=True,
            filename=found.name,
            content_type=found.media_type,
        )

    @extend_schema(
        operation_id="request_detach", summary="Remove a document", responses={204: None}
    )
    @document.mapping.delete
    @changes_a_version
    @idempotent(required=False)
    def detach(self, request: Asked, id: UUID, document_id: UUID) -> Response:  # noqa: A002
        """Remove a file that was never filed, while the request may be rewritten."""
        self.check_parameters()
        version = expected_version(request, present=lambda: self.present_version(id))
        changed = filing.detach(
            pk=id, document_id=document_id, actor=self.actor, now=self.now, version=version
        )
        return Response(status=204, headers={"ETag": etag_of(changed.version)})


class CirculationViewSet(MachineViewSet):
    """Notices to States before their needs are shown to donors."""

    machine = CIRCULATION
    rows = CirculationRow
    details = CirculationDetails
    filterset_class = CirculationFilters
    ordering = "-created_at"
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "deadline_at")

    def detailed(self) -> QuerySet[Any]:
        """Return the visible circulations with their requests."""
        return self.visible().select_related("request")
