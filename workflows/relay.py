"""Wake the relay after commit without ever making the person wait for the broker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings

PAUSE: Final = 0.05
"""Seconds between two calls: a busy minute's commits share them."""

log = structlog.get_logger(__name__)

_wake = threading.Event()
_thread: threading.Thread | None = None
_lock = threading.Lock()
_send: Callable[[], object] | None = None


def arm(send: Callable[[], object]) -> None:
    """Name the call that asks the broker to start a relay run."""
    global _send
    _send = send


def nudge() -> None:
    """Ask for a relay run soon and return at once; failing is harmless, the sweep comes too."""
    if not settings.OUTBOX_NUDGE or _send is None:
        return
    _start()
    _wake.set()


def _start() -> None:
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="outbox-nudge", daemon=True)
            _thread.start()


def _run() -> None:
    while True:
        _wake.wait()
        _wake.clear()
        try:
            if _send is not None:
                _send()
        except Exception as problem:  # noqa: BLE001 - the sweep delivers what a nudge could not
            log.warning("outbox_nudge_failed", problem=type(problem).__name__)
        time.sleep(PAUSE)
