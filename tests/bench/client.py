"""Sixteen connections that ask as fast as they are answered."""

from __future__ import annotations

import json
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

CONNECTIONS = 16
Ask = Callable[[], bytes | None]
"""Returns the next request to send, or None when there is nothing more to ask."""


@dataclass
class Result:
    """What came of one spell of asking."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Return answers per second."""
        return len(self.waits) / self.seconds if self.seconds else 0.0

    def quantile(self, percent: int) -> float:
        """Return so many per cent of the waits' longest, in milliseconds."""
        return statistics.quantiles(self.waits, n=100)[percent - 1] * 1000

    def add(self, other: Result) -> None:
        """Join another spell to this one."""
        self.seconds += other.seconds
        self.waits += other.waits
        self.statuses += other.statuses


def request(method: str, path: str, *, token: str, body: Any = None, **headers: str) -> bytes:
    """Return the bytes of one request to the API."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


def visit(path: str, *, session: str) -> bytes:
    """Return the bytes of one visit to a page by somebody who is signed in."""
    cookie = f"Cookie: {settings.SESSION_COOKIE_NAME}={session}"
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", cookie, "", ""]).encode()


class Line:
    """One connection, opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def ask(self, content: bytes) -> int:
        """Send one request, read the whole answer, return its status."""
        self._socket.sendall(content)
        first = self._answers.readline()
        if not first:
            self._open()
            return self.ask(content)
        length, keep = 0, True
        while (header := self._answers.readline()) not in {b"\r\n", b""}:
            name, _, value = header.lower().partition(b":")
            if name == b"content-length":
                length = int(value)
            if name == b"connection" and value.strip() == b"close":
                keep = False
        self._answers.read(length)
        if not keep:
            self._open()
        return int(first.split()[1])


def spell(port: int, ask: Ask, *, seconds: float, connections: int = CONNECTIONS) -> Result:
    """Ask over all connections for so long, or until there is nothing left to ask."""
    results = [Result() for _ in range(connections)]
    began = time.perf_counter()
    until = began + seconds

    def talk(result: Result) -> None:
        line = Line(port)
        while time.perf_counter() < until and (content := ask()) is not None:
            asked = time.perf_counter()
            result.statuses[line.ask(content)] += 1
            result.waits.append(time.perf_counter() - asked)

    threads = [threading.Thread(target=talk, args=(result,)) for result in results]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Result(seconds=time.perf_counter() - began)
    for result in results:
        whole.add(result)
    return whole
