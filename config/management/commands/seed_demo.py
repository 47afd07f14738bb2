"""Fill a local installation with a believable training pipeline; repeating it changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.clock import database_now
from config.training.seeding import TrainingRefused, seed


class Command(BaseCommand):
    """Tell every case of the training once."""

    help = "Fill an empty local installation with training people and cases in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and say what was done."""
        try:
            done = seed(now=database_now())
        except TrainingRefused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{done.told} cases told, {done.found} were here already.")
