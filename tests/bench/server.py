"""The web server as `make demo` runs it, on a scratch database."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.services.installation import embedded_valkey
from config.services.places import ROOT, here
from config.services.roles import APPLICATION, OWNER
from tests.laboratory import url_of

START_SECONDS = 60


@contextmanager
def serving(database: str) -> Iterator[int]:
    """Run gunicorn on a database; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "TARA_BENCH_SERVES": "1",
        "DATABASE_URL": url_of(APPLICATION, database),
        "DATABASE_OWNER_URL": url_of(OWNER, database),
        "CELERY_BROKER_URL": embedded_valkey().url(),
    }
    command = [str(Path(sys.executable).parent / "gunicorn"), "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "8", "--no-control-socket", "--preload"]
    command += ["--keep-alive", "60", "config.wsgi"]
    with (here().log / "bench-web.log").open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=sink, stderr=sink, start_new_session=True
        )
    try:
        _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/healthz")
            line.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            line.close()
    message = f"the web server does not answer; see {here().log / 'bench-web.log'}"
    raise RuntimeError(message)
