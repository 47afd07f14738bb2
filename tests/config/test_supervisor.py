"""A child that dies is replaced; what a killed supervisor left is ended first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from config.services import supervisor
from config.services.places import Place
from config.services.supervisor import Child, stop, supervise

FOREVER = "import time; print('up', flush=True); time.sleep(20)"


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path / "var")
    made.make()
    return made


def sleeper(place):
    return Child("sleeper", [sys.executable, "-c", FOREVER], place)


def pid_of(place):
    return int((place.var / "sleeper.pid").read_text())


def until(holds):
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_killed_child_is_replaced_after_a_pause(place, capsys):
    child = sleeper(place)
    child.start()
    first = pid_of(place)
    os.kill(first, signal.SIGKILL)

    until(lambda: child.look_after() or pid_of(place) != first)

    assert "sleeper ended with -9; again in 0.5 s" in capsys.readouterr().out
    stop([child])
    assert not (place.var / "sleeper.pid").exists()


def test_a_child_that_will_not_stop_is_killed(place, monkeypatch):
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True);"
    child = Child("sleeper", [sys.executable, "-c", stubborn + "time.sleep(20)"], place)
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.2)
    child.start()
    until(lambda: child.log.read_text())
    pid = pid_of(place)

    stop([child])

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_child_of_a_killed_supervisor_is_ended(place):
    with subprocess.Popen([sys.executable, "-c", FOREVER], start_new_session=True) as orphan:
        (place.var / "sleeper.pid").write_text(str(orphan.pid))

        sleeper(place).end_leftover()

        assert orphan.wait(timeout=10) == -signal.SIGKILL


def test_a_stranger_with_the_old_number_is_left_alone(place):
    with subprocess.Popen(["sleep", "20"], start_new_session=True) as stranger:  # noqa: S607
        (place.var / "sleeper.pid").write_text(str(stranger.pid))

        sleeper(place).end_leftover()

        assert stranger.poll() is None
        stranger.kill()


def test_supervision_ends_with_a_signal_and_leaves_nobody(place, capsys):
    child = sleeper(place)
    seen = []

    def services():
        seen.append(pid_of(place))
        if len(seen) > 1:
            os.kill(os.getpid(), signal.SIGTERM)
        message = "no database"
        raise RuntimeError(message)

    before = {number: signal.getsignal(number) for number in supervisor.SIGNALS}
    try:
        supervise([child], services=services, ready=lambda: None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)
    assert "A service is down: no database" in capsys.readouterr().out
