"""Write every generated page, or with --check say which are out of date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api_docs.generators import outdated, written


class Command(BaseCommand):
    """Generated, committed and compared: the contract, the errors, the life cycles."""

    help = "Write the generated documents; with --check fail if a committed one differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        if options["check"]:
            late = [str(path) for path in outdated()]
            if late:
                raise CommandError("out of date, run generate_docs: " + ", ".join(late))
            return
        for path, text in written().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path))
