"""The embedded PostgreSQL: one cluster under var/, reached by its socket only."""

from __future__ import annotations

import shlex
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from config.services.account import hand_over, run_unprivileged
from config.services.places import Place
from config.services.programs import postgres_folder, postgres_version

SUPERUSER = "postgres"
PORT = 5432  # part of the socket's name; nothing listens on the network
# Children of a killed server hold its shared memory for a moment longer.
ATTEMPTS = 4
FIRST_VERSION_WITH_BUILTIN_LOCALE = 17

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "'128MB'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_checkpoints": "off",
}
# For tests: a power cut may lose the data, which nobody would miss.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresRefused(RuntimeError):
    """The embedded PostgreSQL could not be made or started."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A cluster of one place; `careless` trades durability for the speed of tests."""

    place: Place
    careless: bool = False

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.place.var / "postgres"

    @property
    def log(self) -> Path:
        """Return the server's log file."""
        return self.place.log / "postgres.log"

    def conninfo(self, *, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Return the connection string of a role over the socket."""
        return make_conninfo(
            host=str(self.place.sockets),
            port=PORT,
            user=user,
            dbname=database,
            connect_timeout=3,
        )

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        if not (self.place.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            psycopg.connect(self.conninfo()).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Make the cluster if there is none, then start it; call it under the place's lock."""
        if self.answers():
            return
        if not (self.data / "PG_VERSION").exists():
            self._make()
        if not self._is_alive():
            self._forget_crash()
        options = f"-k {shlex.quote(str(self.place.sockets))}"
        for _attempt in range(ATTEMPTS):
            if not self._control("start", "-w", "-t", "60", "-o", options) or self.answers():
                return
            time.sleep(1)
        message = f"PostgreSQL did not start; its log is {self.log}"
        raise PostgresRefused(message)

    def stop(self) -> None:
        """Stop the server; sessions still open are ended."""
        if self._is_alive():
            self._control("stop", "-w", "-t", "30", "-m", "fast")

    def _control(self, *arguments: str) -> int:
        """Run pg_ctl on our data folder; return its exit code."""
        program = str(postgres_folder() / "pg_ctl")
        return run_unprivileged([program, *arguments, "-D", str(self.data)], log=self.log)

    def _is_alive(self) -> bool:
        """Tell whether the process named in the pid file is a PostgreSQL of this folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return False
        command_line = Path(f"/proc/{pid}/cmdline")
        if not Path("/proc/self").exists():
            return self._control("status") == 0
        return command_line.exists() and str(self.data).encode() in command_line.read_bytes()

    def _forget_crash(self) -> None:
        """Remove what a killed server left; its number may belong to another process by now."""
        leftovers = (
            self.data / "postmaster.pid",
            self.place.sockets / f".s.PGSQL.{PORT}",
            self.place.sockets / f".s.PGSQL.{PORT}.lock",
        )
        for path in leftovers:
            path.unlink(missing_ok=True)

    def _make(self) -> None:
        """Create the cluster beside its final name, so that a half-made one is never used."""
        programs = postgres_folder()
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        hand_over(draft, self.place.sockets)
        locale = ["--locale=C"]
        if postgres_version(programs) >= FIRST_VERSION_WITH_BUILTIN_LOCALE:
            locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        command = [
            *(str(programs / "initdb"), "--pgdata", str(draft), "--username", SUPERUSER),
            *("--encoding=UTF8", *locale, "--auth-local=trust", "--auth-host=reject"),
            *(["--no-sync"] if self.careless else []),
        ]
        if run_unprivileged(command, log=self.log):
            message = f"initdb failed; its words are in {self.log}"
            raise PostgresRefused(message)
        chosen = SETTINGS | (CARELESS if self.careless else {})
        with (draft / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{name} = {value}\n" for name, value in chosen.items())
        draft.rename(self.data)
