"""Write the binary catalogues from locale/*/LC_MESSAGES/django.po, without gettext binaries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.catalogues.compiling import compile_stale


class Command(BaseCommand):
    """Compile what translators keep."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compile and say how many."""
        self.stdout.write(f"{len(compile_stale())} catalogues compiled")
