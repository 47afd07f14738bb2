"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages for Member States, donors and staff."""

    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Say where letters lead, and count who knocks at the door."""
        from messaging import links  # noqa: PLC0415 - models are ready here
        from portal.addresses import page_of  # noqa: PLC0415
        from web.signing_in import password_limits, sign_in_limits  # noqa: PLC0415
        from web.throttle import limit_door  # noqa: PLC0415

        links.register(page_of)
        for prefix in ("/sign-in/", "/account/", "/invitation/"):
            limit_door(prefix, sign_in_limits)
        limit_door("/password/", password_limits)
