"""What can be generated is generated, committed and compared: who writes which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

Writer = Callable[[], str]

_writers: dict[str, Writer] = {}


def register(path: str, writer: Writer) -> None:
    """Have ``writer`` make the committed file at ``path`` (from the project's root)."""
    _writers[path] = writer


def written() -> dict[Path, str]:
    """Return the content of every generated file as the code would write it now, in English."""
    root = Path(settings.BASE_DIR)
    with override("en"):
        return {root / path: writer() for path, writer in sorted(_writers.items())}


def outdated() -> list[Path]:
    """Return the committed files that differ from what the code would write."""
    return [
        path
        for path, text in written().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
