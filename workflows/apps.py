"""The workflows room as Django sees it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from workflows import relay


class WorkflowsConfig(AppConfig):
    """Copy the declared moves into the database after each migration, and arm the nudge."""

    name = "workflows"
    verbose_name = _("Workflows")

    def ready(self) -> None:
        """Connect what runs once at start."""
        from workflows.allowed import write_allowed_moves  # noqa: PLC0415 - models are ready here
        from workflows.tasks import nudge_relay  # noqa: PLC0415

        def after_migrate(**_kwargs: Any) -> None:
            write_allowed_moves()

        post_migrate.connect(after_migrate, sender=self, weak=False, dispatch_uid="allowed_moves")
        relay.arm(nudge_relay)
