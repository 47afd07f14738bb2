"""Write the template of all sentences and bring each language to it; --check only compares."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.catalogues.collecting import collected
from config.catalogues.keeping import PLURALS, TEMPLATE, renew


class Command(BaseCommand):
    """Collect every sentence a person may read."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the check."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail if stale")

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        """Write the template and the catalogues, or compare the template."""
        found = collected()
        if check:
            if not TEMPLATE.exists() or TEMPLATE.read_bytes() != found:
                message = "locale/django.pot is out of date: run manage.py collect_messages"
                raise CommandError(message)
            return
        TEMPLATE.parent.mkdir(exist_ok=True)
        TEMPLATE.write_bytes(found)
        for language in PLURALS:
            missing = renew(language)
            self.stdout.write(f"{language}: {len(missing)} sentences to translate")
