"""The version a form was opened with, in a hidden field, for the service to compare."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

FIELD = "version"
NEVER = 0
"""No object has this version: a form without one, or with nonsense in it, is always stale."""


def version_in(request: HttpRequest, subject: Any = None) -> int:
    """Return the version a form carries; of a page just opened, the subject's own."""
    if request.method != "POST":
        return subject.version if subject is not None else NEVER
    text = request.POST.get(FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NEVER
