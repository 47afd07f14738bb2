"""Make our small tables again from the publishers' files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reference.seeds import making
from reference.seeds.facts import FOLDER


class Command(BaseCommand):
    """Write regions, countries, memberships and codelists from a folder of published files."""

    help = "Make reference/fixtures again from a folder of published files (for developers)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of published files, and where to write."""
        parser.add_argument("source", type=Path, help="has countries/, iati/, un-data-standards/")
        parser.add_argument("--into", type=Path, default=FOLDER)

    def handle(self, **options: Any) -> None:
        """Write each table."""
        source, into = options["source"], options["into"]
        for name, make in making.TABLES.items():
            rows = make(source)
            with (into / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            self.stdout.write(f"{name}: {len(rows)} rows")
