"""The next public reference of a series: unique, readable, and silent about how many there are."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import connection

from common.references import reference

NEXT = """
INSERT INTO reference_referencecounter (id, prefix, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = reference_referencecounter.last + 1
RETURNING last
"""


def next_reference(*, prefix: str, year: int) -> str:
    """Return the next reference, such as TA-2026-61170 for ``TA`` and 2026.

    The counter's row stays locked until the transaction ends: two acts never get one number, and
    an act that fails gives its number back.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [uuid.uuid4(), prefix, year])
        sequence: int = cursor.fetchone()[0]
    return reference(
        prefix=prefix,
        year=year,
        sequence=sequence,
        key=settings.REFERENCE_KEY.encode(),
    )
