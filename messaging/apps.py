"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Who is told what, when and how."""

    name = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Have notices written for delivered events, and shown for events to come."""
        from messaging.foresight import render_letters  # noqa: PLC0415 - models are ready here
        from messaging.notices import write_notices  # noqa: PLC0415
        from workflows import delivery, preview  # noqa: PLC0415

        delivery.subscribe(write_notices)
        preview.render_with(render_letters)
