"""Write consented requests and the money donors made public as IATI 2.03 activities."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reporting.iati.export import export


class Command(BaseCommand):
    """Export activities to a file, or to the standard output."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("--out", type=Path, metavar="FILE", help="write here, not to stdout")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file, whole or not at all; the standard knows no file without activities."""
        out: Path | None = options["out"]
        with tempfile.TemporaryFile() as draft:
            count = export(draft, now=timezone.now())
            if count:
                draft.seek(0)
                self._deliver(draft, out)
        self.stderr.write(f"activities: {count}")

    def _deliver(self, draft: IO[bytes], out: Path | None) -> None:
        if out is None:
            self.stdout.write(draft.read().decode())
            return
        part = out.with_name(f"{out.name}.part")
        with part.open("wb") as file:
            shutil.copyfileobj(draft, file)
        part.replace(out)
