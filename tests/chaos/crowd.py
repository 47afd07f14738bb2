"""Four web workers behind one port, of which one is killed every so often and replaced."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from config.services.installation import embedded_valkey
from config.services.places import ROOT, here
from config.services.roles import APPLICATION, OWNER
from tests.laboratory import url_of

WORKERS, START_SECONDS = 4, 60


@dataclass
class Crowd:
    """A master and its workers."""

    port: int
    master: subprocess.Popen[bytes]
    killed: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def workers(self) -> list[int]:
        """Return the processes that answer now."""
        told = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text()
        return [int(pid) for pid in told.split()]

    def kill_one_every(self, seconds: float) -> None:
        """Kill the oldest worker again and again, until done."""
        while not self.done.wait(seconds):
            os.kill(self.workers[0], signal.SIGKILL)
            self.killed += 1


@contextmanager
def crowd(database: str, *, threads: int, unlocked: bool = False) -> Iterator[Crowd]:
    """Serve a database with four workers of so many threads."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": url_of(APPLICATION, database),
        "DATABASE_OWNER_URL": url_of(OWNER, database),
        "CELERY_BROKER_URL": embedded_valkey().url(),
        **({"TARA_CHAOS_UNLOCKED": "1"} if unlocked else {}),
    }
    command = [str(Path(sys.executable).parent / "gunicorn"), "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(threads), "--no-control-socket"]
    command += ["--preload", "--keep-alive", "60", "tests.chaos.wsgi"]
    with (here().log / "chaos-web.log").open("ab") as sink:
        master = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=sink, stderr=sink, start_new_session=True
        )
    try:
        _wait_for(port, master)
        yield Crowd(port, master)
    finally:
        os.killpg(master.pid, signal.SIGKILL)
        master.wait(30)
        _wait_for_silence(database)


def _wait_for(port: int, master: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and master.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.05)
    message = f"the web server does not answer; see {here().log / 'chaos-web.log'}"
    raise RuntimeError(message)


def _wait_for_silence(database: str) -> None:
    """Let the sessions of the killed end, so that nothing is written after the count."""
    deadline = time.monotonic() + START_SECONDS
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(url_of(APPLICATION, database), autocommit=True) as outside:
        while time.monotonic() < deadline:
            row = outside.execute(asked + " AND state <> 'idle'", [database]).fetchone()
            if row == (0,):
                return
            time.sleep(0.05)
