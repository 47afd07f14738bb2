"""Addresses of the room's API."""

from __future__ import annotations

from django.urls import include, path

from ta_requests.api.assessment_views import AssessmentViewSet, ComponentViewSet
from ta_requests.api.delivery_views import (
    DeliveryViewSet,
    MaterialItemViewSet,
    MilestoneViewSet,
)
from ta_requests.api.request_views import CirculationViewSet, RequestViewSet
from web.routers import Router

router = Router()
router.register("requests", RequestViewSet, basename="request")
router.register("circulations", CirculationViewSet, basename="circulation")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("components", ComponentViewSet, basename="component")
router.register("deliveries", DeliveryViewSet, basename="delivery")
router.register("milestones", MilestoneViewSet, basename="milestone")
router.register("material-items", MaterialItemViewSet, basename="material-item")
urlpatterns = [path("", include(router.urls))]
