"""The one who stands above every rule: to break what only a superuser could break."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from config.services.installation import embedded_postgres


@contextmanager
def above_the_rules(database: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Open a database as superuser with triggers, foreign keys and row security switched off.

    Only our own embedded server lets us in as one; on another server the test is skipped.
    """
    if os.environ.get("DATABASE_URL"):
        pytest.skip("NOT PROVED HERE: a superuser is needed, which only the embedded server gives")
    with psycopg.connect(embedded_postgres().conninfo(database=database)) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
