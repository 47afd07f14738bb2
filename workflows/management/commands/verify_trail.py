"""Prove every hash chain, or name the first fault of each broken one."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows import trail
from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import speaking_as


class Command(BaseCommand):
    """``manage.py verify_trail [--json]``: exit 0 when every chain is whole, 1 otherwise."""

    help = "Verify the hash chain of every subject."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one report object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        with speaking_as(SYSTEM):
            heads = TrailHead.objects.order_by("subject_type", "subject_id")
            faults = list(trail.faults(heads.iterator(chunk_size=500)))
            report = {
                "chains": heads.count(),
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
