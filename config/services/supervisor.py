"""Keeps the processes of a first run alive: a child that dies is replaced, and none outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.services.places import ROOT, Place

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
# A child that lived this long had started well: its next death is a new story.
SETTLED_AFTER = 30.0
STOP_SECONDS = 25.0
LOOK_EVERY = 0.5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Child:
    """One program to keep running; its words go to its own log file."""

    name: str
    command: list[str]
    place: Place
    environment: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _pause: float = FIRST_PAUSE
    _not_before: float = 0.0

    @property
    def log(self) -> Path:
        """Return its log file."""
        return self.place.log / f"{self.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.place.var / f"{self.name}.pid"

    def end_leftover(self) -> None:
        """End the child of a supervisor that was killed, if the number is still its own."""
        if not self._pid_file.exists():
            return
        pid = int(self._pid_file.read_text() or 0)
        listing = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)],
            check=False,
            capture_output=True,
            text=True,
        )
        if self.command[0] in listing.stdout and self.command[-1] in listing.stdout:
            _kill_group(pid)
        self._pid_file.unlink()

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        with self.log.open("ab") as sink:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started = time.monotonic()
        self._pid_file.write_text(str(self._process.pid))

    def look_after(self) -> None:
        """Replace it if it died; one that dies at once is given ever longer pauses."""
        now = time.monotonic()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            _kill_group(self._process.pid)
            self._process = None
            if now - self._started > SETTLED_AFTER:
                self._pause = FIRST_PAUSE
            self._not_before = now + self._pause
            say(f"{self.name} ended with {code}; again in {self._pause:g} s (see {self.log})")
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        if now >= self._not_before:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it has in hand."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait for it to leave, and insist when the deadline has passed."""
        if self._process is not None:
            try:
                self._process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{self.name} did not stop in time")
            _kill_group(self._process.pid)
            self._process.wait()
        self._pid_file.unlink(missing_ok=True)


def _kill_group(leader: int) -> None:
    """Kill what is left of a child's process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def _stop(_number: int, _frame: object) -> None:
    raise StopAsked


def supervise(
    children: list[Child], *, services: Callable[[], None], ready: Callable[[], None]
) -> None:
    """Run the children until somebody asks to stop, then stop them in reverse order.

    `services` brings back what the children stand on; `ready` is called once at the start.
    """
    _on_signals(_stop)
    try:
        for child in children:
            child.start()
        ready()
        while True:
            _bring_back(services)
            for child in children:
                child.look_after()
            time.sleep(LOOK_EVERY)
    except StopAsked:
        say("\nStopping ...")
    finally:
        _on_signals(signal.SIG_IGN)
        stop(children)


def stop(children: list[Child]) -> None:
    """Stop the children, the last started first; they share one deadline."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in reversed(children):
        child.ask_to_stop()
    for child in reversed(children):
        child.wait_or_kill(deadline)


def _on_signals(handler: Callable[[int, object], None] | signal.Handlers) -> None:
    for number in SIGNALS:
        signal.signal(number, handler)


def _bring_back(services: Callable[[], None]) -> None:
    """Restart the database or the broker if it died; failing is said and tried again."""
    try:
        services()
    except (RuntimeError, OSError) as problem:
        say(f"A service is down: {problem}")
