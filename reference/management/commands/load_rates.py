"""Load files of UN operational rates of exchange, CSV or XML."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from common.clock import database_now
from common.errors import DomainError
from reference.services.rate_files import LARGEST_FILE, read_rates
from reference.services.rate_loading import LoadedRates, load_rates


class Command(BaseCommand):
    """Load rates from files as published: all files or none; what is known is left as it is."""

    help = "Load UN operational rates of exchange from CSV or XML files as published."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, a rehearsal and a report for programs."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded")
        parser.add_argument("--json", action="store_true", help="write the report as JSON")

    def handle(self, **options: Any) -> None:
        """Load every file in one transaction, then say what was added."""
        with transaction.atomic():
            reports = {
                str(path): _load(path, dry_run=options["dry_run"]) for path in options["files"]
            }
        if options["json"]:
            plain = {path: asdict(report) for path, report in reports.items()}
            self.stdout.write(json.dumps(plain, indent=2))
            return
        verb = "would be added" if options["dry_run"] else "added"
        for path, report in reports.items():
            self.stdout.write(
                f"{path}: {report.added} rates {verb}, {report.unchanged} already known, "
                f"effective {report.first_day} to {report.last_day}"
            )


def _load(path: Path, *, dry_run: bool) -> LoadedRates:
    try:
        with path.open("rb") as file:
            lines = read_rates(file.read(LARGEST_FILE + 1))
        return load_rates(lines, now=database_now(), dry_run=dry_run)
    except OSError as trouble:
        raise CommandError(f"{path}: {trouble.strerror}") from trouble
    except DomainError as refusal:
        reasons = " ".join(str(reason.sentence) for reason in refusal.reasons)
        raise CommandError(f"{path}: {reasons or refusal} {dict(refusal.data) or ''}") from refusal
