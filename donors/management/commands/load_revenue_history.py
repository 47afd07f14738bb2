"""Load UNODC's own published revenue of past years."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from common.errors import DomainError
from donors.services.published.problems import FileRefused
from donors.services.published.revenue import read_revenue
from donors.services.revenue_history import LoadedRevenue, load_revenue
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


class Command(BaseCommand):
    """Load tables by donor or by financing instrument: all files or none, each year once."""

    help = "Load UNODC's published revenue by donor or by financing instrument (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, a rehearsal and a report for programs."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded")
        parser.add_argument("--json", action="store_true", help="write the report as JSON")

    def handle(self, **options: Any) -> None:
        """Load every file in one transaction, then say what was added."""
        with speaking_as(SYSTEM) as now:
            reports = {
                str(path): _load(path, now=now, dry_run=options["dry_run"])
                for path in options["files"]
            }
        if options["json"]:
            told = {path: report.as_dict() for path, report in reports.items()}
            self.stdout.write(json.dumps(told, indent=2))
            return
        for path, report in reports.items():
            values = {"path": path, **report.as_dict()}
            self.stdout.write(
                _(
                    "%(path)s: %(rows)s rows, %(added)s added, %(unchanged)s already known, "
                    "%(negative)s below nothing, USD %(total_usd)s in all"
                )
                % values
            )


def _load(path: Path, *, now: datetime, dry_run: bool) -> LoadedRevenue:
    try:
        return load_revenue(read_revenue(path), now=now, dry_run=dry_run)
    except FileRefused as refusal:
        problem = refusal.problem
        raise CommandError(
            f"{path}:{problem.line}: {problem.sentence} [{problem.code}]"
        ) from refusal
    except DomainError as refusal:
        said = " ".join(str(reason.sentence) for reason in refusal.reasons)
        raise CommandError(f"{path}: {said} {dict(refusal.data)}") from refusal
