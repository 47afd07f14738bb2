"""Django's admin, with our site in place of its own."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Named in INSTALLED_APPS instead of ``django.contrib.admin``."""

    default_site = "web.site.StaffSite"
