"""Deliveries with their plans and outputs, milestones and goods."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import NotFound
from ta_requests.api.delivery_details import (
    DeliveryDetail,
    FeedbackShape,
    IndicatorShape,
    ItemDetail,
    MilestoneDetail,
    OutputShape,
    ShownDelivery,
    ShownMilestone,
    ValueShape,
)
from ta_requests.api.delivery_inputs import (
    IndicatorInput,
    MilestoneInput,
    NewOutputInput,
    OrderInput,
    OutputInput,
    PlanInput,
    ValueInput,
)
from ta_requests.api.delivery_rows import (
    DeliveryFilters,
    DeliveryRow,
    ItemFilters,
    ItemRow,
    MilestoneFilters,
    MilestoneRow,
)
from ta_requests.api.parts import WholeViewSet
from ta_requests.api.request_views import is_inside
from ta_requests.machines import DELIVERY, MATERIAL_ITEM, MILESTONE
from ta_requests.models import Feedback, Indicator, Output
from ta_requests.services import material_items as goods
from ta_requests.services import work_plan
from web.idempotency import idempotent
from web.machines import MachineViewSet
from web.versions import changes_a_version

DELIVERY_AS_SEEN = PolymorphicProxySerializer(
    component_name="DeliveryAsSeen",
    serializers=[DeliveryDetail, ShownDelivery],
    resource_type_field_name=None,
)
MILESTONE_AS_SEEN = PolymorphicProxySerializer(
    component_name="MilestoneAsSeen",
    serializers=[MilestoneDetail, ShownMilestone],
    resource_type_field_name=None,
)


class DeliveryViewSet(WholeViewSet):
    """What is done with the money; a State sees its own, a donor those of requests it may see."""

    machine = DELIVERY
    rows = DeliveryRow
    details: ClassVar[type[serializers.Serializer[Any]]] = DeliveryDetail
    filterset_class = DeliveryFilters
    search_fields = ("reference",)
    ordering = "-created_at"
    ordering_fields = ("created_at",)

    def detailed(self) -> QuerySet[Any]:
        """Return the visible deliveries with their outputs and results."""
        return self.visible().prefetch_related("outputs__indicators__values")

    def shown(self, found: Any, *, status: int = 200, location: str = "") -> Response:
        """Return the whole delivery to insiders, its outline to donors."""
        if not is_inside(self.actor, found.organisation_id):
            self.details = ShownDelivery  # type: ignore[misc]
        return super().shown(found, status=status, location=location)

    @extend_schema(responses=DELIVERY_AS_SEEN)
    def retrieve(self, request: Request, id: UUID) -> Any:  # noqa: A002
        """Return one delivery: in full to its State and UNODC, its outline to donors."""
        return super().retrieve(request, id)

    @extend_schema(
        operation_id="delivery_write_plan",
        summary="Write the work plan",
        request=PlanInput,
        responses=DeliveryDetail,
    )
    @changes_a_version
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Write text and dates of the plan in formulation; the State must then agree anew."""
        version = self.asked_version(id)
        given = self.checked(PlanInput)
        work_plan.write_plan(pk=id, actor=self.actor, now=self.now, version=version, **given)
        return self.shown(self.find(id))

    @extend_schema(
        operation_id="delivery_add_output",
        summary="Add an output",
        request=NewOutputInput,
        responses={201: OutputShape},
    )
    @action(detail=True, methods=["post"], url_path="outputs")
    @changes_a_version
    @idempotent(required=True)
    def outputs(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Add an output to the plan in formulation."""
        version = self.asked_version(id)
        given = self.checked(NewOutputInput)
        made = work_plan.add_output(pk=id, actor=self.actor, now=self.now, version=version, **given)
        return self.part(id, made, OutputShape, status=201)

    @extend_schema(
        operation_id="delivery_change_output",
        summary="Write an output anew",
        request=OutputInput,
        responses=OutputShape,
    )
    @action(detail=True, methods=["put"], url_path="outputs/<uuid:output_id>")
    @changes_a_version
    @idempotent(required=False)
    def output(self, request: Request, id: UUID, output_id: UUID) -> Response:  # noqa: A002
        """Write an output of the plan in formulation anew."""
        version = self.asked_version(id)
        given = self.checked(OutputInput)
        self._check_output(id, output_id)
        made = work_plan.change_output(
            output_id=output_id, actor=self.actor, now=self.now, version=version, **given
        )
        return self.part(id, made, OutputShape)

    @extend_schema(
        operation_id="delivery_remove_output", summary="Remove an output", responses={204: None}
    )
    @output.mapping.delete
    @changes_a_version
    @idempotent(required=False)
    def remove_output(self, request: Request, id: UUID, output_id: UUID) -> Response:  # noqa: A002
        """Take an output out of the plan in formulation; not while a milestone speaks of it."""
        version = self.asked_version(id)
        self._check_output(id, output_id)
        work_plan.remove_output(
            output_id=output_id, actor=self.actor, now=self.now, version=version
        )
        return self.gone(id)

    @extend_schema(
        operation_id="delivery_add_indicator",
        summary="Add an indicator",
        request=IndicatorInput,
        responses={201: IndicatorShape},
    )
    @action(detail=True, methods=["post"], url_path="outputs/<uuid:output_id>/indicators")
    @changes_a_version
    @idempotent(required=True)
    def indicators(self, request: Request, id: UUID, output_id: UUID) -> Response:  # noqa: A002
        """Say how the result of an output is measured."""
        version = self.asked_version(id)
        given = self.checked(IndicatorInput)
        self._check_output(id, output_id)
        made = work_plan.add_indicator(
            output_id=output_id, actor=self.actor, now=self.now, version=version, **given
        )
        return self.part(id, made, IndicatorShape, status=201)

    @extend_schema(
        operation_id="delivery_record_value",
        summary="Record a result",
        request=ValueInput,
        responses={201: ValueShape},
    )
    @action(detail=True, methods=["post"], url_path="indicators/<uuid:indicator_id>/values")
    @changes_a_version
    @idempotent(required=True)
    def values(self, request: Request, id: UUID, indicator_id: UUID) -> Response:  # noqa: A002
        """Record a count as of a day, by sex and age only; a later record corrects an earlier."""
        version = self.asked_version(id)
        given = self.checked(ValueInput)
        seen = Indicator.objects.visible_to(self.actor).filter(output__delivery_id=id)
        if not seen.filter(pk=indicator_id).exists():
            raise NotFound
        made = work_plan.record_value(
            indicator_id=indicator_id, actor=self.actor, now=self.now, version=version, **given
        )
        return self.part(id, made, ValueShape, status=201)

    @extend_schema(
        operation_id="delivery_add_milestone",
        summary="Add a milestone",
        request=MilestoneInput,
        responses={201: MilestoneDetail},
    )
    @action(detail=True, methods=["post"], url_path="milestones")
    @changes_a_version
    @idempotent(required=True)
    def milestones(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Add a milestone while the work is planned or under way."""
        version = self.asked_version(id)
        given = self.checked(MilestoneInput)
        made = work_plan.add_milestone(
            pk=id, actor=self.actor, now=self.now, version=version, **given
        )
        return self.part(id, made, MilestoneDetail, status=201)

    @extend_schema(
        operation_id="delivery_order_item",
        summary="Order goods",
        request=OrderInput,
        responses={201: ItemDetail},
    )
    @action(detail=True, methods=["post"], url_path="material-items")
    @changes_a_version
    @idempotent(required=True)
    def material_items(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Order goods of a component while the delivery is under way."""
        version = self.asked_version(id)
        given = self.checked(OrderInput)
        made = goods.order_item(
            delivery_id=id, actor=self.actor, now=self.now, version=version, **given
        )
        return self.part(id, made, ItemDetail, status=201)

    @extend_schema(summary="Feedback of the State", responses=FeedbackShape(many=True))
    @action(detail=True, methods=["get"], url_path="feedback")
    def feedback(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return what the State thought of the assistance (the State, UNODC and auditors only)."""
        seen = Feedback.objects.visible_to(self.actor).filter(delivery_id=id)
        return self.parts(id, seen, FeedbackShape)

    def _check_output(self, pk: UUID, output_id: UUID) -> None:
        mine = Output.objects.visible_to(self.actor).filter(pk=output_id, delivery_id=pk)
        if not mine.exists():
            raise NotFound


class MilestoneViewSet(MachineViewSet):
    """Steps of work plans that are proven by one officer and accepted by another."""

    machine = MILESTONE
    rows = MilestoneRow
    details: ClassVar[type[serializers.Serializer[Any]]] = MilestoneDetail
    filterset_class = MilestoneFilters
    search_fields = ("reference", "title")
    ordering = "-created_at"
    ordering_fields = ("created_at", "due_on")

    def shown(self, found: Any, *, status: int = 200, location: str = "") -> Response:
        """Return the evidence to insiders only."""
        if not is_inside(self.actor, found.organisation_id):
            self.details = ShownMilestone  # type: ignore[misc]
        return super().shown(found, status=status, location=location)

    @extend_schema(responses=MILESTONE_AS_SEEN)
    def retrieve(self, request: Request, id: UUID) -> Any:  # noqa: A002
        """Return one milestone, with its evidence to the State and UNODC."""
        return super().retrieve(request, id)


class MaterialItemViewSet(MachineViewSet):
    """Goods on their way; a State sees and signs for its own."""

    machine = MATERIAL_ITEM
    rows = ItemRow
    details = ItemDetail
    filterset_class = ItemFilters
    search_fields = ("reference", "description")
    ordering = "-created_at"
    ordering_fields = ("created_at",)
