"""The services of this installation: those named in the environment, else embedded ones."""

from __future__ import annotations

import os
from urllib.parse import quote

import psycopg

from config.services.places import Place, here
from config.services.postgres import PORT, SUPERUSER, Postgres
from config.services.roles import (
    DATABASE,
    OWNER,
    ensure_database,
    grant_use,
    prepare_roles,
)
from config.services.valkey import Valkey

# Raise it when roles.py changes what it prepares: existing installations are then mended.
PREPARATION = "1"


def socket_url(place: Place, *, role: str, database: str = DATABASE) -> str:
    """Return the URL of a role's connection to the embedded server."""
    return f"postgresql://{role}@/{database}?host={quote(str(place.sockets))}&port={PORT}"


def embedded_postgres() -> Postgres:
    """Return this installation's cluster; that of a test session need not survive it."""
    return Postgres(here(), careless=os.environ.get("TARA_MODE") == "test")


def embedded_valkey() -> Valkey:
    """Return this installation's broker; that of a test session need not survive it."""
    return Valkey(here(), careless=os.environ.get("TARA_MODE") == "test")


def database_url(role: str) -> str:
    """Return the URL for the application (APPLICATION) or for migrations (OWNER)."""
    outside = os.environ.get("DATABASE_URL")
    if not outside:
        return socket_url(here(), role=role)
    if role == OWNER:
        # Without an owner's URL everything runs as the application, which may not migrate.
        return os.environ.get("DATABASE_OWNER_URL") or outside
    return outside


def broker_url() -> str:
    """Return the URL of the message broker."""
    return os.environ.get("CELERY_BROKER_URL") or embedded_valkey().url()


def ensure_database_server() -> None:
    """Start the embedded PostgreSQL unless it runs or another one was named."""
    if not os.environ.get("DATABASE_URL"):
        ensure_embedded(embedded_postgres())


def ensure_broker() -> None:
    """Start the embedded Valkey unless it runs or another broker was named."""
    if not os.environ.get("CELERY_BROKER_URL"):
        broker = embedded_valkey()
        with broker.place.locked():
            broker.start()


def stop_all() -> None:
    """Stop the embedded services of this installation."""
    place = here()
    with place.locked():
        embedded_valkey().stop()
        embedded_postgres().stop()


def ensure_embedded(server: Postgres) -> None:
    """Start a cluster and prepare its roles and database; quick when all is there."""
    # The owner may create databases: the tests copy theirs from a template.
    mark = server.data / "tara.prepared"
    if mark.exists() and mark.read_text() == PREPARATION and server.answers():
        return
    with server.place.locked():
        server.start()
        with psycopg.connect(server.conninfo(user=SUPERUSER), autocommit=True) as admin:
            prepare_roles(admin, may_create_databases=True)
            ensure_database(admin)
        with psycopg.connect(server.conninfo(user=OWNER, database=DATABASE)) as owner:
            grant_use(owner)
        mark.write_text(PREPARATION)
