"""The first run: from an empty folder to a service one can sign in to."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from config.services import installation
from config.services.places import ROOT, here
from config.services.supervisor import Child, say, supervise

HOST = "127.0.0.1"
USUAL_PORT = 8000
WEB_SECONDS = 60
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PROGRAMS = Path(sys.executable).parent
# Each is safe to repeat: a second start finds its work done.
PREPARATIONS = (["migrate", "--verbosity", "0"], ["load_reference_data"], ["seed_demo"])


def run() -> None:
    """Prepare everything, keep it running until Ctrl-C, then stop it all."""
    place = here()
    place.make()
    with (place.var / "demo.lock").open("a+") as lock:
        if not _is_only_one(lock):
            lock.seek(0)
            sys.exit(f"TARA already runs from this folder: {lock.read().strip()}")
        for child in _children(USUAL_PORT):
            child.end_leftover()
        port = _free_port()
        url = f"http://{HOST}:{port}/"
        lock.truncate(0)
        lock.write(url)
        lock.flush()
        # What the training and the worker write in letters must lead to this very service.
        os.environ.setdefault("TARA_URL", url)
        try:
            _prepare()
            supervise(_children(port), services=_services, ready=lambda: _announce(port, url))
        except KeyboardInterrupt:
            say("\nStopping ...")
        finally:
            installation.stop_all()
    say("Stopped. Nothing is lost: `make demo` goes on where this ended.")


def _is_only_one(lock: IO[str]) -> bool:
    """Tell whether no other demo runs here; the lock dies with its process."""
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _services() -> None:
    installation.ensure_database_server()
    installation.ensure_broker()


def _prepare() -> None:
    """Bring the services up and the data to today's schema."""
    say("Starting PostgreSQL and Valkey ...")
    _services()
    for command in PREPARATIONS:
        say(f"manage.py {command[0]} ...")
        if subprocess.run([*MANAGE, *command], cwd=ROOT, check=False).returncode:
            sys.exit(f"manage.py {command[0]} failed; nothing was started.")


def _children(port: int) -> list[Child]:
    """Return the processes of the service; paths are absolute, to be recognised after a crash."""
    place = here()
    celery = [str(PROGRAMS / "celery"), "--app", "config.celery"]
    web = [str(PROGRAMS / "gunicorn"), "--bind", f"{HOST}:{port}", "--workers", "2"]
    web += ["--threads", "4", "--graceful-timeout", "15", "--no-control-socket", "--preload"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    # The schedule is asked from memory: what is due is decided in the database.
    beat = [*celery, "beat", "--pidfile=", "--scheduler", "celery.beat:Scheduler"]
    return [
        Child("web", [*web, "config.wsgi"], place),
        Child("worker", worker, place),
        Child("beat", beat, place),
    ]


def _free_port() -> int:
    """Return the wished or the usual port, or one that the system says is free."""
    wished = os.environ.get("TARA_PORT")
    if wished:
        return int(wished)
    for candidate in (USUAL_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = "no free port on this machine"
    raise OSError(message)


def _announce(port: int, url: str) -> None:
    """Wait for the first answer, then say where to go and as whom."""
    deadline = time.monotonic() + WEB_SECONDS
    while not _answers(port):
        if time.monotonic() > deadline:
            say(f"The web process does not answer yet; its log is {here().log / 'web.log'}")
            return
        time.sleep(0.1)
    subprocess.run([*MANAGE, "sign_ins"], cwd=ROOT, check=False)
    say(f"\nTARA runs at {url}  (Ctrl-C stops it; logs are in {here().log})")


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        line.request("GET", "/")
        line.getresponse()
    except OSError:
        return False
    finally:
        line.close()
    return True
