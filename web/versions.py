"""The version of an object as its ETag, and the promise of a change to say which one it saw."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest

from web.refusals import VersionRequired

TAG: Final = re.compile(r'(?:W/)?"([^"\x00-\x20\x7f]*)"')
ANY: Final = "*"
Handler = TypeVar("Handler", bound=Callable[..., Any])
NEVER: Final = 0
"""No object has this version: a tag that is not one of ours matches nothing."""


def etag_of(version: int) -> str:
    """Return the entity tag of a version (the same for every reader)."""
    return f'"{version}"'


def _versions(header: str) -> list[int]:
    """Return the versions a header names.

    The weak form counts like the strong one: a proxy that compresses weakens our tags, and the
    version is a fact about the object, not about the bytes of one answer.
    """
    tags = TAG.findall(header)
    return [int(tag) if tag.isascii() and tag.isdigit() else NEVER for tag in tags] or [NEVER]


def expected_version(
    request: HttpRequest, *, present: Callable[[], int | None], required: bool = True
) -> int | None:
    """Return the version a change was made from, for the service to compare under the lock.

    None means that any version will do (``If-Match: *``, or no header where none is required).
    Of a list of tags, the one that is ``present`` counts.

    Raises:
        VersionRequired: there is no If-Match.
    """
    header = request.headers.get("If-Match", "").strip()
    if header == ANY or (not header and not required):
        return None
    if not header:
        raise VersionRequired
    versions = _versions(header)
    if len(versions) == 1:
        return versions[0]
    current = present()
    return current if current in versions else NEVER


def is_unchanged(request: HttpRequest, version: int) -> bool:
    """Tell whether the reader already holds this version (If-None-Match)."""
    header = request.headers.get("If-None-Match", "").strip()
    return header == ANY or (bool(header) and version in _versions(header))


def changes_a_version(handler: Handler) -> Handler:
    """Mark an API handler that reads If-Match, for the contract to show."""
    marked: Any = handler
    marked.changes_a_version = True
    return handler
