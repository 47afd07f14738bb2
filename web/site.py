"""The admin site of the staff, entered through the portal's door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _


class StaffSite(AdminSite):
    """Django's admin under our name; state and money move through the engine alone."""

    site_header = _("TARA for staff")
    site_title = _("TARA")
    index_title = _("Files and people")
    site_url = "/home/"
    enable_nav_sidebar = True

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send strangers to the one sign-in page there is, and signed-in outsiders away."""
        if request.user.is_authenticated:
            raise PermissionDenied
        onwards = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(onwards, resolve_url(settings.LOGIN_URL))

    def _build_app_dict(self, request: HttpRequest, label: Any = None) -> Any:
        """Put names into words before Django sorts by them; translating at each look is slow."""
        rooms: Any = super()._build_app_dict(request, label)
        for room in [rooms] if label else rooms.values():
            for one in room.get("models", ()):
                one["name"] = str(one["name"])
        return rooms
