"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages for Member States, donors and staff."""

    name = "portal"
    verbose_name = "Portal"
