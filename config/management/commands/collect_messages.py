"""Write locale/django.pot from code and templates; with --check, only say whether it is current."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.catalogues import TEMPLATE, collected


class Command(BaseCommand):
    """Collect every sentence a person may read."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the check."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail if stale")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        """Write the template, or compare it."""
        found = collected()
        if check:
            if not TEMPLATE.exists() or TEMPLATE.read_bytes() != found:
                message = "locale/django.pot is out of date: run manage.py collect_messages"
                raise CommandError(message)
            return
        TEMPLATE.parent.mkdir(exist_ok=True)
        TEMPLATE.write_bytes(found)
