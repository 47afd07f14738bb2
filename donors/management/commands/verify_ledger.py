"""Replay the ledger and prove every column, balance and position, or name what differs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from donors.models import Journal, JournalLine
from donors.services.proving import differences
from workflows.actors import SYSTEM
from workflows.principal import reading_one_moment


class Command(BaseCommand):
    """``manage.py verify_ledger [--json]``: exit 0 when everything agrees, 1 otherwise."""

    help = "Replay the ledger and compare every column, balance and position with it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one report object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay and report; the first difference is named in words."""
        with reading_one_moment(SYSTEM):
            found = list(differences())
            report = {
                "journals": Journal.objects.count(),
                "lines": JournalLine.objects.count(),
                "first_difference": asdict(found[0]) if found else None,
                "differences": [asdict(one) for one in found],
            }
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2))
        else:
            self.stdout.write(
                f"{report['journals']} journals, {report['lines']} lines, {len(found)} differences"
            )
        if found:
            first = found[0]
            raise CommandError(
                f"{first.what} {first.subject}: {first.column} says {first.said},"
                f" the ledger says {first.replayed}."
            )
