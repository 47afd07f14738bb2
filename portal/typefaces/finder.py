"""Let the static files contain the cut fonts, wherever static files are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from portal.typefaces.cutting import cut_all


class TypefaceFinder(BaseFinder):
    """Find ``typefaces/...``; the files are cut when the first process asks for their list."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Have nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where a file lies, or nothing ([] when all are asked for)."""
        prefix, _, name = path.partition("/")
        known = prefix == "typefaces" and "/" not in name and (cut_all() / name).is_file()
        if not known:
            return []
        place = str(cut_all() / name)
        return [place] if find_all else place

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give every file with its storage."""
        storage = FileSystemStorage(location=str(cut_all()))
        storage.prefix = "typefaces"  # type: ignore[attr-defined]
        for path in utils.get_files(storage, list(ignore_patterns or [])):
            yield path, storage
