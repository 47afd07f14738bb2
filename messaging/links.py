"""Where a subject is read: the room that has pages says so once at start."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings

PathOf = Callable[[str, UUID], str]

_path_of: PathOf | None = None


def register(path_of: PathOf) -> None:
    """Name the call that gives the path of a subject's page."""
    global _path_of
    _path_of = path_of


def link_to(subject_type: str, subject_id: UUID) -> str:
    """Return the full address of a subject's page, or of the service where it has none."""
    path = _path_of(subject_type, subject_id) if _path_of is not None else "/"
    return urljoin(settings.PUBLIC_URL, path)
