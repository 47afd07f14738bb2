"""Load the reference data we ship; run it as often as you like."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.clock import database_now
from reference.services.loading import load_reference_data


class Command(BaseCommand):
    """Bring reference data up to this release, leaving administrators' edits alone."""

    help = "Bring reference data up to this release, leaving administrators' edits alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the report as JSON."""
        parser.add_argument("--json", action="store_true", help="write the report as JSON")

    def handle(self, **options: Any) -> None:
        """Load, then say what changed."""
        report = load_reference_data(now=database_now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(loaded) for loaded in report], indent=2))
            return
        for loaded in report:
            self.stdout.write(
                f"{loaded.table}: {loaded.created} created, {loaded.updated} updated, "
                f"{loaded.unchanged} unchanged, {loaded.kept} kept as edited"
            )
        if not any(loaded.created or loaded.updated for loaded in report):
            self.stdout.write("Nothing to do: reference data was up to date.")
