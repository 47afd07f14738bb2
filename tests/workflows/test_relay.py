"""The nudge after a commit: soon, once for many, and never the person's problem."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from workflows import relay, tasks

AT_ONCE = 0.1
SOON = 5.0


@pytest.fixture
def nudging(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nudges through for one test; the thread they start is left waiting."""
    settings.OUTBOX_NUDGE = True
    monkeypatch.setattr(relay, "_send", None)
    yield
    _until(lambda: not relay._wake.is_set())  # noqa: SLF001


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_nothing_is_sent_where_nudging_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "_send", lambda: pytest.fail("sent"))
    before = threading.active_count()

    relay.nudge()

    assert threading.active_count() == before


@pytest.mark.usefixtures("nudging")
def test_nothing_is_sent_before_the_relay_is_armed() -> None:
    relay.nudge()
    assert not relay._wake.is_set()  # noqa: SLF001

    calls: list[int] = []
    relay.arm(lambda: calls.append(1))
    relay.nudge()
    _until(lambda: calls == [1])
    relay._send = None  # noqa: SLF001 - disarmed: the thread wakes up and finds nothing to call
    relay._wake.set()  # noqa: SLF001


@pytest.mark.usefixtures("nudging")
def test_a_slow_broker_keeps_nobody_waiting_and_many_commits_share_a_call() -> None:
    calls = []
    door = threading.Event()

    def slow() -> None:
        calls.append(threading.current_thread().name)
        door.wait(SOON)

    relay.arm(slow)
    started = time.monotonic()
    for _ in range(100):
        relay.nudge()
    elapsed = time.monotonic() - started
    _until(lambda: bool(calls))
    door.set()

    assert elapsed < AT_ONCE
    _until(lambda: not relay._wake.is_set())  # noqa: SLF001
    assert set(calls) == {"outbox-nudge"}
    assert len(calls) <= 2


@pytest.mark.usefixtures("nudging")
def test_a_thread_that_is_gone_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    relay.arm(lambda: calls.append(1))
    gone = threading.Thread(target=lambda: None)
    gone.start()
    gone.join()
    monkeypatch.setattr(relay, "_thread", gone)  # as a fork leaves it

    relay.nudge()

    _until(lambda: calls == [1])


@pytest.mark.usefixtures("nudging", "silent_broker")
def test_a_broker_that_is_down_is_neither_felt_nor_fatal() -> None:
    problems: list[str] = []

    def send() -> None:
        try:
            tasks.nudge_relay()
        except Exception as problem:
            problems.append(type(problem).__name__)
            raise

    relay.arm(send)
    for expected in (1, 2):  # the thread lives on after the first failure
        started = time.monotonic()
        relay.nudge()
        assert time.monotonic() - started < AT_ONCE
        _until(lambda expected=expected: len(problems) >= expected)  # type: ignore[misc]
    assert set(problems) == {"OperationalError"}
