"""The accounts room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Organisations, people and what they may do."""

    name = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Have the letters about accounts sent when their event is delivered."""
        from accounts import letters  # noqa: PLC0415 - models are ready here
        from workflows import delivery  # noqa: PLC0415

        for send in (letters.send_invitation, letters.send_reset, letters.send_account_change):
            delivery.subscribe(send)
