"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What the API and the forms share."""

    name = "web"
    verbose_name = "Web plumbing"

    def ready(self) -> None:
        """Count the calls of the API."""
        from web.throttle import api_limits, limit_door  # noqa: PLC0415 - models are ready here

        limit_door("/api/", api_limits)
