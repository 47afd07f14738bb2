"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Who is told what, when and how."""

    name = "messaging"
    verbose_name = "Messages"

    def ready(self) -> None:
        """Have notices written for every event the outbox delivers."""
        from messaging.notices import write_notices  # noqa: PLC0415 - models are ready here
        from workflows import delivery  # noqa: PLC0415

        delivery.subscribe(write_notices)
