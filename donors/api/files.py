"""Hand out the papers of the room."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse

from common.errors import NotFound


def handed_out(paper: Any) -> FileResponse:
    """Return a stored file as a download under the name its owner gave it."""
    if not paper.file:
        raise NotFound
    return FileResponse(
        paper.file.open("rb"),
        as_attachment=True,
        filename=paper.name,
        content_type="application/octet-stream",
    )
