"""Every event reaches its handlers, and takes effect once, whoever dies on the way.

TARA_KILL_EVENTS and TARA_KILLS make it longer (`make chaos-long`).
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from config.services.installation import embedded_valkey
from tests.kill.crew import Crew, wait_for
from tests.laboratory import CommittedDatabase
from tests.toy import machine as toy
from tests.toy.models import Postcard
from tests.world import BEGINNING, World, make_world
from workflows import tasks
from workflows.actors import SYSTEM
from workflows.models import Event, OutboxMessage
from workflows.principal import speaking_as

EVENTS = int(os.environ.get("TARA_KILL_EVENTS", "200"))
KILLS = int(os.environ.get("TARA_KILLS", "3"))
PATIENCE = 60 + EVENTS / 10
SWEEP_SECONDS = 0.3


@pytest.fixture
def crew(committed_db: CommittedDatabase, broker_url: str, tmp_path: Path) -> Iterator[Crew]:
    """Two workers on the test's own database and broker."""
    found = Crew({**committed_db.environment, "CELERY_BROKER_URL": broker_url}, tmp_path)
    found.hire()
    found.hire()
    yield found
    found.dismiss()


@pytest.fixture
def sweeping(crew: Crew) -> Iterator[None]:
    """Ask for a relay run every moment, as the beat does; a silent broker is asked again."""
    enough = threading.Event()

    def sweep() -> None:
        while not enough.wait(SWEEP_SECONDS):
            try:
                tasks.nudge_relay()
            except tasks.relay_outbox.OperationalError:
                continue

    thread = threading.Thread(target=sweep)
    thread.start()
    yield
    enough.set()
    thread.join()


def _act(world: World) -> None:
    """Pack parcels: one event each, committed one by one."""
    try:
        for number in range(EVENTS):
            with world.as_("programme_officer"):
                toy.pack(
                    actor=world["programme_officer"],
                    now=BEGINNING,
                    organisation_id=world.organisations["state"].pk,
                    reference=f"P-{number}",
                )
    finally:
        connections.close_all()


def _waiting() -> int:
    with speaking_as(SYSTEM):
        return OutboxMessage.objects.filter(delivered_at__isnull=True).count()


def _all_took_effect_once() -> None:
    with speaking_as(SYSTEM):
        events = {str(pk) for pk in Event.objects.values_list("pk", flat=True)}
        effects = Counter(str(pk) for pk in Postcard.objects.values_list("event_id", flat=True))
        assert not OutboxMessage.objects.filter(failed_at__isnull=False).exists()
    assert len(events) == EVENTS
    assert set(effects) == events, "lost"
    assert set(effects.values()) == {1}, "doubled"


@pytest.mark.usefixtures("sweeping")
def test_workers_killed_at_work_lose_nothing_and_double_nothing(crew: Crew) -> None:
    world = make_world()
    people = threading.Thread(target=_act, args=(world,))
    people.start()

    interrupted = []
    for _kill in range(KILLS):
        interrupted.append(crew.kill_one_at_work(patience=PATIENCE))
        crew.hire()
    people.join()
    wait_for(lambda: _waiting() == 0, seconds=PATIENCE, what="the outbox to empty")

    begun = Counter(event for _pid, event in crew.begun())
    again = [event for event in interrupted if begun[event] > 1]
    assert again, "no kill met a handler at work: the fault did not happen"
    _all_took_effect_once()


@pytest.mark.usefixtures("sweeping")
@pytest.mark.skipif("CELERY_BROKER_URL" in os.environ, reason="only our own broker may be killed")
def test_a_killed_broker_loses_nothing(crew: Crew) -> None:
    world = make_world()
    people = threading.Thread(target=_act, args=(world,))
    people.start()
    wait_for(lambda: len(crew.begun()) > EVENTS // 10, seconds=PATIENCE, what="work to begin")

    broker = embedded_valkey()
    os.kill(int((broker.place.sockets / "valkey.pid").read_text()), signal.SIGKILL)
    wait_for(lambda: not broker.ask("PING"), seconds=10, what="the broker to be gone")
    with broker.place.locked():
        broker.socket.unlink(missing_ok=True)
        broker.start()
    people.join()
    wait_for(lambda: _waiting() == 0, seconds=PATIENCE, what="the outbox to empty")

    _all_took_effect_once()
