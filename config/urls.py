"""Every door of the service; each room brings its own paths."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from portal.doors.entering import admin_door, sign_out

handler400 = "web.errors.bad_request"
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"

urlpatterns = [
    path("", include("web.urls")),
    path("api/", include("api_docs.urls")),
    path("api/v1/", include("web.api.urls")),
    path("api/v1/", include("ta_requests.api.urls")),
    path("api/v1/", include("donors.api.urls")),
    path("admin/login/", admin_door),
    path("admin/logout/", sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="portal:password")),
    path("admin/", admin.site.urls),
    path("", include("portal.urls")),
    path("", include("portal.doors.urls")),
]
