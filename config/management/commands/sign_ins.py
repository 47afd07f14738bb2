"""Say who may sign in to the training, on this machine only."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.training import sign_ins
from config.training.seeding import TrainingRefused


class Command(BaseCommand):
    """Print one sign-in per role."""

    help = "Print the roles, addresses, password and page of the training's people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table."""
        try:
            rows = list(sign_ins.table())
        except TrainingRefused as problem:
            raise CommandError(str(problem)) from None
        width = max(len(role) for role, _ in rows)
        wide = max(len(address) for _, address in rows)
        self.stdout.write(f"{'role':<{width}}  {'email':<{wide}}  password              path")
        for role, address in rows:
            line = f"{role:<{width}}  {address:<{wide}}  {sign_ins.password()}  {sign_ins.door()}"
            self.stdout.write(line)
        self.stdout.write(f"\nOther States and donors likewise: {sign_ins.others()}")
