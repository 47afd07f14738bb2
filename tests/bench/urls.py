"""Every address of the house, and the two ceilings beside them."""

from __future__ import annotations

from django.urls import include, path

from tests.bench.ceilings import BareList, BareStep

urlpatterns = [
    path("api/v1/bare/", BareList.as_view()),
    path("api/v1/bare/<uuid:pk>/", BareStep.as_view()),
    path("", include("config.urls")),
]
