"""Export what everyone may see of requests and their money (DOMAIN 5, invariants 10 and 12)."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings

from reporting.iati.reading import activities
from reporting.iati.writing import write
from reporting.sight import published


def export(into: IO[bytes], *, now: datetime) -> int:
    """Write the activities of every consented request; return how many there are."""
    with published() as sight:
        return write(activities(sight, now=now), into, us=settings.IATI_ORGANISATION, now=now)
