"""The real doors, and two for parcels."""

from __future__ import annotations

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.web.parcels import ParcelViewSet
from tests.web.staff import site
from web.routers import Router

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

router = Router()
router.register("parcels", ParcelViewSet, basename="parcel")
urlpatterns = [
    path("staff/", site.urls),
    path("api/v1/", include(router.urls)),
    *urlpatterns,
]
