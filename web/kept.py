"""What somebody had written when a page of ours refused it: shown once more, never lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

OUR_MARK: Final = "csrfmiddlewaretoken"
SECRET: Final = ("password", "secret", "credential")
CODES: Final = frozenset({"code", "otp"})
"""Names, and parts of names, of fields whose content is never shown and never sent again."""

PLUMBING: Final = frozenset({"version", "key", "next", "language"})
SENT_AGAIN: Final = frozenset({401, 403, 429, 503})
"""Refusals that pass by themselves, or once one has signed in: the same form may be sent again."""

SHORTEST: Final = 3


@dataclass(frozen=True)
class Kept:
    """The texts one may copy, the fields to send again (if that may help), and lost files."""

    texts: list[str]
    fields: list[tuple[str, str]]
    has_files: bool


def kept_of(request: HttpRequest, status: int) -> Kept | None:
    """Return what was written on our own form; None for nothing, and for forms from elsewhere.

    A body that another site made this browser send is not ours to repeat.
    """
    if request.method != "POST" or not _is_ours(request):
        return None
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return None
    sent = [pair for pair in sent if pair[0] != OUR_MARK]
    open_fields = [pair for pair in sent if not _is_secret(pair[0])]
    texts = [value for name, value in open_fields if _is_written(name, value)]
    again = status in SENT_AGAIN and open_fields == sent
    if not texts and not again:
        return None
    return Kept(texts=texts, fields=open_fields if again else [], has_files=has_files)


def way_back(request: HttpRequest) -> str:
    """Return the path of the page of ours one came from; "" where there is none."""
    try:
        came_from, host = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (SuspiciousOperation, ValueError):
        return ""
    if came_from.netloc != host or came_from.path == request.path:
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def _is_ours(request: HttpRequest) -> bool:
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except (SuspiciousOperation, ValueError):
        return False


def _is_secret(name: str) -> bool:
    return name in CODES or any(part in name.lower() for part in SECRET)


def _is_written(name: str, value: str) -> bool:
    """Tell a person's words from the ids, numbers and marks of a form."""
    if name in PLUMBING or name.startswith("base-"):
        return False
    return len(value.strip()) >= SHORTEST and (" " in value.strip() or "\n" in value)
