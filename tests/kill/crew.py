"""Workers as separate processes, to be killed and replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.services.places import ROOT

COMMAND = (
    *(str(Path(sys.executable).parent / "celery"), "--app", "tests.kill.worker", "worker"),
    *("--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    *("--loglevel", "WARNING"),
)


@dataclass
class Crew:
    """Some workers on one database and one broker, and the log of what they began."""

    environment: Mapping[str, str]
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Return the file in which each call of the handler leaves a line."""
        return self.folder / "begun.log"

    def hire(self) -> None:
        """Start one more worker, in a process group of its own."""
        number = len(list(self.folder.glob("*.out")))
        with (self.folder / f"{number}.out").open("wb") as sink:
            worker = subprocess.Popen(
                [*COMMAND, "--hostname", f"worker{number}@localhost"],
                cwd=ROOT,
                env={**self.environment, "TARA_KILL_LOG": str(self.log)},
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        self.workers.append(worker)

    def begun(self) -> list[tuple[int, str]]:
        """Return (process, event) of each call of the handler so far."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(int(pid), event) for pid, event in (line.split() for line in lines)]

    def kill_one_at_work(self, *, patience: float) -> str:
        """Wait until a handler begins, kill its worker at once; return the event it was at."""
        seen = len(self.begun())
        wait_for(lambda: len(self.begun()) > seen, seconds=patience, what="a handler to begin")
        pid, event = self.begun()[-1]
        group = os.getpgid(pid)
        os.killpg(group, signal.SIGKILL)
        killed = next(worker for worker in self.workers if worker.pid == group)
        killed.wait(10)
        self.workers.remove(killed)
        return event

    def dismiss(self) -> None:
        """Kill whoever is left."""
        for worker in self.workers:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)


def wait_for(holds: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait until something holds; say what did not when it takes too long."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            message = f"waited {seconds:g} s for {what}"
            raise TimeoutError(message)
        time.sleep(0.002)
