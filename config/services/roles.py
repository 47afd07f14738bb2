"""The two database roles: an owner that migrates and an application role that only works.

The application role owns nothing, creates nothing and obeys row-level security. The same
code prepares the embedded server, the test databases and an outside server.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

Admin = psycopg.Connection[TupleRow]

OWNER = "tara_owner"
APPLICATION = "tara_app"
DATABASE = "tara"
# Any fixed number: two preparations of one server must not race (PostgreSQL then fails oddly).
PREPARATION_LOCK = 7_412_023

# Told to the roles, not to the connection: a pooler in between drops connection options.
LIMITS = {
    OWNER: {"lock_timeout": "10s", "statement_timeout": "0"},
    APPLICATION: {
        "lock_timeout": "3s",
        "statement_timeout": "20s",
        "idle_in_transaction_session_timeout": "60s",
    },
}


@dataclass(frozen=True, slots=True)
class Passwords:
    """The roles' passwords; None where the server trusts its sockets."""

    owner: str | None = None
    application: str | None = None


def prepare_roles(
    admin: Admin,
    *,
    passwords: Passwords | None = None,
    may_create_databases: bool = False,
) -> None:
    """Create both roles, or bring existing ones back to what they should be.

    `may_create_databases` lets the owner clone test databases; production needs it not.
    """
    passwords = passwords or Passwords()
    words = {OWNER: passwords.owner, APPLICATION: passwords.application}
    with admin.transaction():
        admin.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARATION_LOCK])
        for role, password in words.items():
            _ensure_role(admin, role, password)
        if may_create_databases:
            owner = sql.Identifier(OWNER)
            admin.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(owner))
            # To drop a database that a killed process still holds.
            admin.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(owner))


def _ensure_role(admin: Admin, role: str, password: str | None) -> None:
    """Create or mend one role: it signs in, and has no power over the server."""
    name = sql.Identifier(role)
    known = admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
    if not known:
        admin.execute(sql.SQL("CREATE ROLE {}").format(name))
    admin.execute(
        sql.SQL(
            "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
        ).format(name)
    )
    if password is not None:
        admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
    for setting, value in LIMITS[role].items():
        admin.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                name, sql.Identifier(setting), sql.Literal(value)
            )
        )


def ensure_database(
    admin: Admin,
    *,
    name: str = DATABASE,
    template: str | None = None,
) -> bool:
    """Create a database of the owner unless it exists; tell whether it was created.

    `admin` must be in autocommit. A copy of a template of ours takes 50 ms.
    """
    if admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
        return False
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0")
        )
    )
    database, application = sql.Identifier(name), sql.Identifier(APPLICATION)
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, application))
    return True


def grant_use(connection: Admin) -> None:
    """Let the application role use what the owner makes in this database, now and later.

    Rows only: a migration that wants less (append-only tables) revokes it for its table.
    """
    owner, application = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    statements = (
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT ALL ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {application}",
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
            "GRANT USAGE ON SEQUENCES TO {application}"
        ),
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(owner=owner, application=application))
