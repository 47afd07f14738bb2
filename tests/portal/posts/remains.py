"""What is kept in the whole database, looked at again only where something was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from tests.stock import fingerprint

COUNTERS: Final = frozenset({"web_counter"})
"""Where the door counts who knocks: more by every forgery, as it should be."""

SESSIONS: Final = frozenset({"django_session"})
"""Changed by every sentence that waits to be shown."""

WRITTEN: Final = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass
class Remains:
    """A digest of the rows of every table but some; ``noted`` are further tables left out."""

    noted: frozenset[str] = frozenset()
    written: dict[str, int] | None = None
    digests: dict[str, str] = field(default_factory=dict)

    def now(self) -> dict[str, str]:
        """Return the digests by table, as they are now."""
        left_out = self.noted | COUNTERS | SESSIONS
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN)
            written = {name: rows for name, rows in cursor.fetchall() if name not in left_out}
        if written != self.written:
            self.written = written
            found = fingerprint()
            self.digests = {name: one for name, one in found.items() if name not in left_out}
        return self.digests
