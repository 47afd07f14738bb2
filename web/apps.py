"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What the API and the forms share."""

    name = "web"
    verbose_name = "Web plumbing"

    def ready(self) -> None:
        """Count the calls of the API, and make known the codes of the rooms below."""
        from web.codes import declare_codes  # noqa: PLC0415 - models are ready here
        from web.throttle import api_limits, limit_door  # noqa: PLC0415

        declare_codes()
        limit_door("/api/", api_limits)
