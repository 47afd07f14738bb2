"""Start, stop and prepare the services by hand: `python -m config.services --help`."""

from __future__ import annotations

import argparse
import os
import sys
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from config.services import demo, installation
from config.services.places import here
from config.services.postgres import Postgres
from config.services.roles import (
    APPLICATION,
    DATABASE,
    OWNER,
    Passwords,
    ensure_database,
    grant_use,
    prepare_roles,
)
from config.services.valkey import Valkey


def start(_options: argparse.Namespace) -> None:
    """Start what the environment does not name."""
    installation.ensure_database_server()
    installation.ensure_broker()


def stop(_options: argparse.Namespace) -> None:
    """Stop the embedded services."""
    installation.stop_all()


def status(_options: argparse.Namespace) -> None:
    """Say what runs."""
    place = here()
    database = "runs" if Postgres(place).answers() else "stopped"
    broker = "runs" if Valkey(place).ask("PING") else "stopped"
    sys.stdout.write(f"embedded PostgreSQL: {database}\nembedded Valkey: {broker}\n")


def first_run(_options: argparse.Namespace) -> None:
    """Run the whole service here until Ctrl-C (`make demo`)."""
    demo.run()


def roles(options: argparse.Namespace) -> None:
    """Prepare an outside server, then say what to put into the environment."""
    passwords = Passwords(
        owner=os.environ.get("TARA_OWNER_PASSWORD"),
        application=os.environ.get("TARA_APP_PASSWORD"),
    )
    with psycopg.connect(options.admin_url, autocommit=True) as admin:
        prepare_roles(admin, passwords=passwords, may_create_databases=options.testing)
        ensure_database(admin, name=options.database)
    with psycopg.connect(_as(options.admin_url, None, options.database)) as inside:
        grant_use(inside)
    application = _as(options.admin_url, APPLICATION, options.database)
    owner = _as(options.admin_url, OWNER, options.database)
    sys.stdout.write(f"DATABASE_URL={application}\nDATABASE_OWNER_URL={owner}\n")


def _as(url: str, role: str | None, database: str) -> str:
    """Return the same server's URL for another role (None: the same) and database.

    Passwords are left out: they do not belong on a screen.
    """
    parts = urlsplit(url)
    if role is None:
        return urlunsplit(parts._replace(path=f"/{quote(database)}"))
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}@{server}", path=f"/{quote(database)}"))


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m config.services", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for act in (start, stop, status, first_run, roles):
        command = commands.add_parser(act.__name__.replace("_", "-"), help=act.__doc__)
        command.set_defaults(act=act)
    command.add_argument("--admin-url", required=True, help="a superuser's postgresql:// URL")
    command.add_argument("--database", default=DATABASE, help="its name (%(default)s)")
    command.add_argument(
        "--testing", action="store_true", help="let the owner create the tests' databases"
    )
    options = parser.parse_args()
    options.act(options)


if __name__ == "__main__":
    main()
