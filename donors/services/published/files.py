"""Open published files: never larger than a limit, and never anything but a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from donors.services.published.problems import FileRefused

LARGEST: Final = 128 * 1024 * 1024
MOST_RECORDS: Final = 200_000


def content_of(path: Path, *, limit: int = LARGEST) -> bytes:
    """Return the bytes of a file; FileRefused if unreadable, empty or larger than ``limit``."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as trouble:
        raise FileRefused(
            "file_unreadable", file=path.name, trouble=trouble.strerror or "?"
        ) from trouble
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefused("file_empty", file=path.name)
    if len(content) > limit:
        raise FileRefused("file_too_large", file=path.name, limit=limit)
    return content
