"""The embedded Valkey: the broker of a first run and of the tests, on a private socket."""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.services.places import Place
from config.services.programs import valkey_server

START_SECONDS = 15


class ValkeyRefused(RuntimeError):
    """The embedded Valkey could not be started."""


@dataclass(frozen=True, slots=True)
class Valkey:
    """A Valkey of one place; unless careless it appends every write to a file."""

    place: Place
    careless: bool = False

    @property
    def socket(self) -> Path:
        """Return the socket's path."""
        return self.place.sockets / "valkey.sock"

    def url(self, *, number: int = 0) -> str:
        """Return the broker URL of one of its sixteen numbered databases."""
        return f"redis+socket://{self.socket}?virtual_host={number}"

    def command(self) -> list[str]:
        """Return the command line of the server in the foreground."""
        data = self.place.var / "valkey"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "save": "",
            "appendonly": "no" if self.careless else "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "pidfile": str(self.place.sockets / "valkey.pid"),
        }
        pairs = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [str(valkey_server()), *pairs]

    def ask(self, *words: str) -> bytes:
        """Send one command, return the first line of the answer; empty when nobody is there."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(" ".join(words).encode() + b"\r\n")
                return line.recv(128)
        except OSError:
            return b""

    def start(self) -> None:
        """Start the server in the background; call it under the place's lock."""
        if self.ask("PING").startswith(b"+PONG"):
            return
        log = self.place.log / "valkey.log"
        with log.open("ab") as sink:
            code = subprocess.run(
                [*self.command(), "--daemonize", "yes", "--logfile", str(log)],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            ).returncode
        deadline = time.monotonic() + START_SECONDS
        while not self.ask("PING").startswith(b"+PONG"):
            if code or time.monotonic() > deadline:
                message = f"Valkey did not start; its log is {log}"
                raise ValkeyRefused(message)
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask the server to write what it has and leave."""
        self.ask("SHUTDOWN")
        deadline = time.monotonic() + START_SECONDS
        while self.ask("PING") and time.monotonic() < deadline:
            time.sleep(0.02)
