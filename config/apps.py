"""The wiring as Django sees it: it brings the check of the database role."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from config.role_check import check_role


class ConfigConfig(AppConfig):
    """Register the start-up checks."""

    name = "config"

    def ready(self) -> None:
        """Run the role check whenever Django checks a database; let a training tell its codes."""
        from config.training.second_factor import LOCAL, code_for  # noqa: PLC0415 - models are ready
        from portal.doors.training import tell_codes  # noqa: PLC0415

        checks.register(check_role, checks.Tags.database)
        if settings.TARA_MODE == LOCAL:
            tell_codes(code_for)
