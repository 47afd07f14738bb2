"""The frame of the commands that bring in what others have published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import database_now
from donors.management.progress import Progress
from donors.services.importing import Report


class ImportCommand(BaseCommand):
    """Take files, read them all, bring them in record by record, and report."""

    bring_in: ClassVar[Callable[..., Report]]
    licence: ClassVar[str] = ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, a rehearsal, a licence and a report for programs."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="report only; nothing is kept")
        parser.add_argument("--json", action="store_true", help="write one report object as JSON")
        parser.add_argument(
            "--licence", default=self.licence, help="the licence kept beside every record"
        )

    def handle(self, **options: Any) -> None:
        """Bring the files in and write the report; a refused file ends with exit code 1."""
        progress = Progress(self.stderr)
        report = type(self).bring_in(
            options["files"],
            now=database_now(),
            dry_run=options["dry_run"],
            step=progress,
            licence=options["licence"],
        )
        progress.end()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
        else:
            for line in lines_of(report):
                self.stdout.write(line)
        if report.refused:
            raise CommandError(_("Nothing was brought in: a file was refused."))


def lines_of(report: Report) -> list[str]:
    """Return the report as text: every remark with its place, then the figures."""
    lines = [
        f"{each.file}:{each.line}: {each.effect}: {each.sentence} [{each.code}]"
        + (f" ({each.record})" if each.record else "")
        for each in report.problems
    ]
    counts = {
        "imported": report.imported,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "repaired": report.repaired,
    }
    said = ngettext("%(count)d record", "%(count)d records", report.records)
    figures = ", ".join(f"{name} {count}" for name, count in counts.items())
    lines.append(f"{said % {'count': report.records}}: {figures}")
    if report.funding is not None and report.pledges is not None:
        lines.append(f"USD: funding {report.funding:,.0f}, pledges {report.pledges:,.0f}")
    if report.dry_run:
        lines.append(_("Rehearsal: nothing was kept."))
    return lines
