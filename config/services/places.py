"""Where this installation keeps things: data under var/, sockets where their path is short."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

# Runs PostgreSQL when we are root and may not hide it (account.py).
NOBODY = 65534
ROOT = Path(__file__).resolve().parent.parent.parent
# The kernel stores the path of a Unix socket in 108 bytes, the last of them a zero.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, slots=True)
class Place:
    """One folder of data with its sockets; the installation has one, each test session another."""

    var: Path

    @property
    def sockets(self) -> Path:
        """Return the folder of the sockets: inside var when short enough, else a private one."""
        inside = self.var / "run"
        if len(os.fsencode(inside)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"tara-{os.getuid()}-{digest}"

    @property
    def log(self) -> Path:
        """Return the folder of the log files."""
        return self.var / "log"

    def make(self) -> None:
        """Create the folders, open to their owner alone: reaching a socket is the sign-in."""
        for folder in (self.var, self.sockets, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trusted = {os.getuid(), NOBODY} if os.getuid() == 0 else {os.getuid()}
        if self.sockets.stat().st_uid not in trusted:
            message = f"{self.sockets} belongs to somebody else"
            raise PermissionError(message)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time start or stop something here."""
        self.make()
        with (self.var / "services.lock").open("w") as handle:
            flock(handle, LOCK_EX)
            yield


def here() -> Place:
    """Return the place of this installation: TARA_VAR, or var/ beside manage.py."""
    return Place(Path(os.environ.get("TARA_VAR") or ROOT / "var").resolve())
