"""The next public reference of a series: unique, readable, and silent about how many there are."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from common.references import reference


def next_reference(*, prefix: str, year: int) -> str:
    """Return the next reference, such as TA-2026-61170 for ``TA`` and 2026.

    Numbers come from a sequence of the series and the year: two acts never get one number, no act
    waits for another, and an act that fails leaves a number unused (which nobody can see, because
    numbers are permuted).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference_next_number(%s, %s)", [prefix, year])
        sequence: int = cursor.fetchone()[0]
    return reference(
        prefix=prefix,
        year=year,
        sequence=sequence,
        key=settings.REFERENCE_KEY.encode(),
    )
