"""The accounts room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, people and what they may do."""

    name = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        """Have invitations sent when their confirmation is delivered."""
        from accounts.letters import send_invitation  # noqa: PLC0415 - models are ready here
        from workflows import delivery  # noqa: PLC0415

        delivery.subscribe(send_invitation)
