"""Prove every hash chain and every present state, or name what is wrong."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import reading_one_moment
from workflows.verification import every_fault


class Command(BaseCommand):
    """``manage.py verify_trail [--json]``: exit 0 when all is whole, 1 otherwise."""

    help = "Verify the hash chain and the present state of every subject."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one report object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        with reading_one_moment(SYSTEM):
            faults = list(every_fault())
            report = {
                "chains": TrailHead.objects.count(),
                "events": Event.objects.count(),
                "faults": [
                    {
                        "subject_type": fault.subject_type,
                        "subject_id": str(fault.subject_id),
                        "seq": fault.seq,
                        "what": fault.what,
                    }
                    for fault in faults
                ],
            }
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2))
        else:
            for fault in faults:
                self.stdout.write(
                    f"{fault.subject_type} {fault.subject_id} #{fault.seq}: {fault.what}"
                )
            self.stdout.write(
                f"{report['chains']} chains, {report['events']} events, {len(faults)} faults"
            )
        if faults:
            raise CommandError("The trail does not verify.")
