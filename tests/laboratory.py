"""The databases of a test session: one server, one migrated template, cheap copies of it."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management import call_command, get_commands
from django.db import connections
from psycopg import sql

from config.services.addresses import connection_settings
from config.services.installation import (
    database_url,
    embedded_postgres,
    embedded_valkey,
    ensure_database_server,
)
from config.services.places import Place, here
from config.services.postgres import Postgres
from config.services.roles import APPLICATION, OWNER, ensure_database, grant_use
from config.services.valkey import Valkey
from tests import stock

FOLDERS = "tara-tests-*"


@dataclass(slots=True)
class Laboratory:
    """What one process of the session needs to have databases of its own."""

    worker: str
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def session(self) -> str:
        """Return the name that all databases of this session begin with."""
        return here().var.name.replace("-", "_").lower()

    @property
    def number(self) -> int:
        """Return the number of this process in the session, from 0."""
        return int(self.worker.removeprefix("gw")) if self.worker != "main" else 0

    @property
    def template(self) -> str:
        """Return the name of the migrated database, making it if no worker has yet."""
        ensure_database_server()
        name = f"{self.session}_template"
        ready = here().var / "template.ready"
        with here().locked():
            if not ready.exists():
                self._make_template(name)
                ready.touch()
        return name

    def _make_template(self, name: str) -> None:
        with self._owner() as owner:
            ensure_database(owner, name=name)
        with psycopg.connect(url_of(OWNER, name)) as inside:
            grant_use(inside)
        with pointed_at(name, role=OWNER):
            call_command("migrate", verbosity=0)
        if "load_reference_data" in get_commands():
            with pointed_at(name, role=APPLICATION):
                call_command("load_reference_data", verbosity=0)
        stock.prepare(name)

    def made_once(self, name: str, make: Callable[[], None]) -> str:
        """Return the name of a database that the first worker to ask fills, for all to copy."""
        whole, template = f"{self.session}_{name}", self.template
        ready = here().var / f"{name}.ready"
        with here().locked():
            if not ready.exists():
                with self._owner() as owner:
                    ensure_database(owner, name=whole, template=template)
                with pointed_at(whole):
                    make()
                ready.touch()
        return whole

    def clone(self, template: str = "") -> str:
        """Return the name of a fresh copy of the migrated template, or of another database."""
        template = template or self.template
        name = f"{self.session}_{self.worker}_{next(self._numbers)}"
        with self._owner() as owner:
            ensure_database(owner, name=name, template=template)
        return name

    def drop(self, name: str) -> None:
        """Drop a copy, whoever still holds it."""
        with self._owner() as owner:
            owner.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    @contextmanager
    def _owner(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        with psycopg.connect(database_url(OWNER), autocommit=True) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class CommittedDatabase:
    """A database in which this test's transactions really commit."""

    name: str

    @property
    def url(self) -> str:
        """Return its URL for the application role."""
        return url_of(APPLICATION, self.name)

    @property
    def owner_url(self) -> str:
        """Return its URL for the owner, who can change the schema and break the rules."""
        return url_of(OWNER, self.name)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a process that is to work on this database."""
        ours = {"DATABASE_URL": self.url, "DATABASE_OWNER_URL": self.owner_url}
        return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def together(self, *calls: Callable[[], Any]) -> list[Any]:
        """Start all calls at one moment, each in its thread and connection.

        Return what they returned, or the exception they raised, in their order.
        """
        outcomes: list[Any] = [None] * len(calls)
        gate = threading.Barrier(len(calls))

        def run(place: int, call: Callable[[], Any]) -> None:
            try:
                connections["default"].ensure_connection()
                gate.wait(timeout=30)
                outcomes[place] = call()
            except Exception as problem:  # noqa: BLE001 - the outcome is the test's to judge
                outcomes[place] = problem
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        return outcomes


def url_of(role: str, name: str) -> str:
    """Return the URL of a database on the session's server."""
    return urlunsplit(urlsplit(database_url(role))._replace(path=f"/{name}"))


@contextmanager
def pointed_at(name: str, *, role: str = APPLICATION) -> Iterator[None]:
    """Let Django's connections, those of new threads too, go to another database or role."""
    settings = connections.settings["default"]
    before = dict(settings)
    connections.close_all()
    settings.update(connection_settings(url_of(role, name)))
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def close_session() -> None:
    """Leave nothing behind: databases on an outside server, services and the folder."""
    place = here()
    if os.environ.get("DATABASE_URL"):
        prefix = Laboratory(worker="main").session
        with psycopg.connect(database_url(OWNER), autocommit=True) as owner:
            names = owner.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
            ).fetchall()
            for (name,) in names:
                Laboratory(worker="main").drop(name)
    _discard(place, embedded_postgres(), embedded_valkey())


def close_abandoned_sessions() -> None:
    """Stop what sessions left running whose process was killed."""
    for folder in Path(tempfile.gettempdir()).glob(FOLDERS):
        place = Place(folder)
        pid = folder / "pid"
        if pid.exists() and not Path(f"/proc/{pid.read_text()}").exists():
            _discard(place, Postgres(place), Valkey(place))


def _discard(place: Place, postgres: Postgres, valkey: Valkey) -> None:
    valkey.stop()
    postgres.stop()
    shutil.rmtree(place.sockets, ignore_errors=True)
    shutil.rmtree(place.var, ignore_errors=True)
