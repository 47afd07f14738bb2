"""The toy as Django sees it; its machine stays out of the registry, so no page mentions it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ToyConfig(AppConfig):
    """Tell the database which steps a parcel may take, after the rooms have told theirs."""

    name = "tests.toy"
    label = "toy"

    def ready(self) -> None:
        """Connect what runs after each migration."""
        from tests.toy.machine import permit_steps  # noqa: PLC0415 - models are ready here

        def after_migrate(**_kwargs: Any) -> None:
            permit_steps()

        post_migrate.connect(after_migrate, sender=self, weak=False, dispatch_uid="toy_moves")
