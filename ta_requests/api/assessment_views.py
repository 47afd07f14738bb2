"""Needs assessments with their parts, and components."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import NotFound
from ta_requests.api.assessment_details import (
    AreaShape,
    AssessmentDetail,
    AssessorShape,
    ComponentDetail,
    PriorityShape,
    RemarkShape,
)
from ta_requests.api.assessment_inputs import (
    AreaInput,
    PriorityInput,
    ProposalInput,
    SectionsInput,
)
from ta_requests.api.assessment_rows import (
    AssessmentFilters,
    AssessmentRow,
    ComponentFilters,
    ComponentRow,
)
from ta_requests.api.parts import WholeViewSet
from ta_requests.machines import ASSESSMENT
from ta_requests.models import AssessedArea, Assessor, Component, StateValidation
from ta_requests.services import assessment_areas
from ta_requests.services import components as costing
from ta_requests.services.components import Proposal
from web.idempotency import idempotent
from web.versions import changes_a_version
from web.views import ResourceViewSet


class AssessmentViewSet(WholeViewSet):
    """What States need, as assessed; a State sees its own once the report is sent, donors none."""

    machine = ASSESSMENT
    rows = AssessmentRow
    details = AssessmentDetail
    filterset_class = AssessmentFilters
    search_fields = ("reference",)
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible assessments with what their detail needs."""
        return (
            self.visible()
            .select_related("priority_score__weights")
            .prefetch_related("areas", "components__items")
        )

    @extend_schema(
        operation_id="assessment_write",
        summary="Write sections of the report",
        request=SectionsInput,
        responses=AssessmentDetail,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Write some sections of the report, as one of its team, until it is sent to the State."""
        version = self.asked_version(id)
        assessment_areas.write_report(
            pk=id,
            actor=self.actor,
            now=self.now,
            version=version,
            sections=self.checked(SectionsInput),
        )
        return self.shown(self.find(id))

    @extend_schema(summary="Areas", responses=AreaShape(many=True))
    @action(detail=True, methods=["get"], url_path="areas")
    def areas(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the criminal-justice areas scored or set aside so far."""
        return self.parts(id, AssessedArea.objects.filter(assessment_id=id), AreaShape)

    @extend_schema(
        operation_id="assessment_score_area",
        summary="Score an area",
        request=AreaInput,
        responses=AreaShape,
    )
    @action(detail=True, methods=["put"], url_path="areas/<slug:area>")
    @changes_a_version
    @idempotent(required=False)
    def area(self, request: Request, id: UUID, area: str) -> Response:  # noqa: A002
        """Score one area from 0 to 4 with evidence, or say why it does not apply."""
        version = self.asked_version(id)
        made = assessment_areas.score_area(
            pk=id,
            actor=self.actor,
            now=self.now,
            version=version,
            area=area,
            **self.checked(AreaInput),
        )
        return self.part(id, made, AreaShape)

    @extend_schema(
        operation_id="assessment_rate_priority",
        summary="Rate the priority",
        request=PriorityInput,
        responses=PriorityShape,
    )
    @action(detail=True, methods=["put"], url_path="priority")
    @changes_a_version
    @idempotent(required=False)
    def priority(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Rate each criterion from 0 to 4; the score, by the weights of the day, only ranks."""
        version = self.asked_version(id)
        given = self.checked(PriorityInput)
        made = assessment_areas.rate_priority(
            pk=id,
            actor=self.actor,
            now=self.now,
            version=version,
            justification=given.pop("justification"),
            ratings=given,
        )
        return self.part(id, made, PriorityShape)

    @extend_schema(summary="What the State said", responses=RemarkShape(many=True))
    @action(detail=True, methods=["get"], url_path="remarks")
    def remarks(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the State's comments, validations and returns, word for word."""
        return self.parts(id, StateValidation.objects.filter(assessment_id=id), RemarkShape)

    @extend_schema(summary="The team", responses=AssessorShape(many=True))
    @action(detail=True, methods=["get"], url_path="assessors")
    def assessors(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the assessors and their declarations (UNODC and auditors only)."""
        seen = Assessor.objects.visible_to(self.actor).filter(assessment_id=id)
        return self.parts(id, seen.select_related("person"), AssessorShape)

    @extend_schema(
        operation_id="assessment_add_component",
        summary="Add a component",
        request=ProposalInput,
        responses={201: ComponentDetail},
    )
    @action(detail=True, methods=["post"], url_path="components")
    @changes_a_version
    @idempotent(required=True)
    def components(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Add a costed part; support cost and gross are worked out from its net."""
        version = self.asked_version(id)
        made = costing.add_component(
            pk=id, actor=self.actor, now=self.now, version=version, proposal=self._proposal()
        )
        return self.part(id, made, ComponentDetail, status=201)

    @extend_schema(
        operation_id="assessment_change_component",
        summary="Write a component anew",
        request=ProposalInput,
        responses=ComponentDetail,
    )
    @action(detail=True, methods=["put"], url_path="components/<uuid:component_id>")
    @changes_a_version
    @idempotent(required=True)
    def component(self, request: Request, id: UUID, component_id: UUID) -> Response:  # noqa: A002
        """Write a component anew until the report is sent to the State."""
        version = self.asked_version(id)
        proposal = self._proposal()
        self._check_part(id, component_id)
        made = costing.change_component(
            component_id=component_id,
            actor=self.actor,
            now=self.now,
            version=version,
            proposal=proposal,
        )
        return self.part(id, made, ComponentDetail)

    @extend_schema(
        operation_id="assessment_remove_component",
        summary="Remove a component",
        responses={204: None},
    )
    @component.mapping.delete
    @changes_a_version
    @idempotent(required=False)
    def remove_component(
        self,
        request: Request,
        id: UUID,  # noqa: A002
        component_id: UUID,
    ) -> Response:
        """Take a component out of the report until it is sent to the State."""
        version = self.asked_version(id)
        self._check_part(id, component_id)
        costing.remove_component(
            component_id=component_id, actor=self.actor, now=self.now, version=version
        )
        return self.gone(id)

    def _proposal(self) -> Proposal:
        asked = ProposalInput(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return asked.proposal()

    def _check_part(self, pk: UUID, component_id: UUID) -> None:
        mine = Component.objects.visible_to(self.actor).filter(pk=component_id, assessment_id=pk)
        if not mine.exists():
            raise NotFound


class ComponentViewSet(ResourceViewSet):
    """Components: the State and UNODC see theirs, donors those frozen of requests they may see."""

    model = Component
    rows = ComponentRow
    details = ComponentDetail
    filterset_class = ComponentFilters
    search_fields = ("title",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible components with their item lines."""
        return self.visible().prefetch_related("items")
