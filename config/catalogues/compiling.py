"""Binary catalogues beside those translators keep; none is kept in the repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import polib

from config.services.places import ROOT

LOCALE: Final = ROOT / "locale"


def compile_stale() -> list[Path]:
    """Compile each catalogue younger than its binary; return what was written."""
    return [
        _compiled(catalogue)
        for catalogue in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
        if _is_stale(catalogue)
    ]


def _is_stale(catalogue: Path) -> bool:
    binary = catalogue.with_suffix(".mo")
    return not binary.exists() or binary.stat().st_mtime < catalogue.stat().st_mtime


def _compiled(catalogue: Path) -> Path:
    """Write the binary aside and put it in place whole: a running service may be reading."""
    binary = catalogue.with_suffix(".mo")
    aside = binary.with_name(f"{binary.name}.{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(aside))
    aside.replace(binary)
    return binary
