"""The wiring as Django sees it: it brings the check of the database role."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

from config.role_check import check_role


class ConfigConfig(AppConfig):
    """Register the start-up checks."""

    name = "config"

    def ready(self) -> None:
        """Run the role check whenever Django checks a database."""
        checks.register(check_role, checks.Tags.database)
