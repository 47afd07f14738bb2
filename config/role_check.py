"""Refuse to work as a database role that row-level security would not bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

QUESTION = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       has_schema_privilege(current_user, 'public', 'CREATE'),
       EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
               AND pg_has_role(current_user, relowner, 'MEMBER'))
FROM pg_roles WHERE rolname = current_user
"""
POWERS = (
    "is a superuser",
    "may bypass row-level security",
    "may create roles",
    "may create tables",
    "owns tables, or belongs to their owner",
)


def faults_of_role() -> list[str]:
    """Return which powers the connected role has and should not have."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        answer: Sequence[bool] = cursor.fetchone() or ()
    return [power for power, held in zip(POWERS, answer, strict=True) if held]


def check_role(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Report them as a Django check, unless this process is meant to be the owner."""
    if not databases or settings.SPEAKS_AS_OWNER:
        return []
    return [
        Error(f"The application's database role {fault}.", id="config.E001")
        for fault in faults_of_role()
    ]


def refuse_powerful_role() -> None:
    """Stop a web or worker process at its start; ImproperlyConfigured says why."""
    faults = faults_of_role()
    connections.close_all()
    if faults:
        message = "The application's database role " + ", ".join(faults) + "."
        raise ImproperlyConfigured(message)
