"""What is told to the world: once, later if need be, and never forgotten."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from common.clock import database_now
from tests.laboratory import CommittedDatabase
from tests.toy.models import Postcard
from tests.workflows.conftest import Counter
from tests.world import make_world
from workflows import delivery, tasks
from workflows.actors import SYSTEM
from workflows.models import Event, OutboxMessage
from workflows.principal import speaking_as


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> list[delivery.Handler]:
    """Return the list of handlers, empty for one test."""
    subscribed: list[delivery.Handler] = []
    monkeypatch.setattr(delivery, "_handlers", subscribed)
    return subscribed


def _post(event: Event) -> None:
    Postcard.objects.create(event_id=event.pk)


def _fail(event: Event) -> None:
    message = "the post office is shut\0"
    raise ConnectionError(message)


def _messages() -> list[OutboxMessage]:
    with speaking_as(SYSTEM):
        return list(OutboxMessage.objects.order_by("available_at", "pk"))


def _postcards() -> int:
    with speaking_as(SYSTEM):
        return int(Postcard.objects.count())


def _make_due(message: OutboxMessage) -> None:
    with speaking_as(SYSTEM):
        OutboxMessage.objects.filter(pk=message.pk).update(available_at=database_now())


def test_a_message_is_claimed_once(counter: Counter) -> None:
    counter.pack()
    (message,) = _messages()

    assert delivery.claim() == [message.pk]
    assert delivery.claim() == []


def test_a_message_sent_but_not_delivered_is_sent_again_after_a_minute(counter: Counter) -> None:
    counter.pack()
    (message,) = _messages()
    sent_at = database_now()
    delivery.claim(now=sent_at)

    assert delivery.claim(now=sent_at + timedelta(seconds=60)) == []
    assert delivery.claim(now=sent_at + timedelta(seconds=61)) == [message.pk]


def test_two_relays_never_claim_the_same_message(committed_db: CommittedDatabase) -> None:
    counter = Counter(make_world())
    for _ in range(20):
        counter.pack()
    taken: list[uuid.UUID] = []
    with speaking_as(SYSTEM):
        held = OutboxMessage.objects.order_by("available_at")[:5].select_for_update()
        held_ids = {message.pk for message in held}

        (skipping,) = committed_db.together(delivery.claim)

    assert len(skipping) == 15
    assert held_ids.isdisjoint(skipping)
    with speaking_as(SYSTEM):
        OutboxMessage.objects.update(sent_at=None)
    for claimed in committed_db.together(*[delivery.claim] * 4):
        taken += claimed
    assert len(taken) == len(set(taken)) == 20


def test_what_the_broker_refused_waits_again(counter: Counter) -> None:
    counter.pack()

    claimed = delivery.claim()
    delivery.unsend(claimed)

    assert delivery.claim() == claimed


def test_a_delivery_calls_every_handler_once(
    counter: Counter, handlers: list[delivery.Handler]
) -> None:
    delivery.subscribe(_post)
    delivery.subscribe(_post)
    counter.pack()
    (message,) = _messages()

    assert delivery.deliver(message.pk) is True
    assert delivery.deliver(message.pk) is False

    assert _postcards() == 1
    (delivered,) = _messages()
    assert delivered.delivered_at is not None
    assert delivered.attempts == 1
    assert delivery.claim() == []


def test_an_unknown_message_is_nobodys(db: None) -> None:
    assert delivery.deliver(uuid.uuid4()) is False
    delivery.postpone(uuid.uuid4(), problem="none")


def test_two_workers_with_the_same_message_deliver_it_once(
    committed_db: CommittedDatabase, handlers: list[delivery.Handler]
) -> None:
    delivery.subscribe(_post)
    Counter(make_world()).pack()
    (message,) = _messages()

    outcomes = committed_db.together(*[lambda: delivery.deliver(message.pk)] * 4)

    assert sorted(outcomes) == [False, False, False, True]
    assert _postcards() == 1


def test_a_failure_undoes_what_every_handler_did_and_waits(
    counter: Counter, handlers: list[delivery.Handler]
) -> None:
    handlers += [_post, _fail]
    counter.pack()
    (message,) = _messages()
    delivery.claim()

    with pytest.raises(ConnectionError):
        delivery.deliver(message.pk)

    (waiting,) = _messages()
    assert _postcards() == 0
    assert (waiting.attempts, waiting.sent_at, waiting.failed_at) == (1, None, None)
    assert waiting.last_error == "ConnectionError('the post office is shut\\x00')"
    assert timedelta(seconds=1) < waiting.available_at - database_now() <= timedelta(seconds=2)
    assert delivery.claim() == []
    assert delivery.deliver(message.pk) is False, "a second copy in the broker waits as well"


def test_each_wait_is_twice_as_long_and_the_tenth_failure_is_set_aside(
    counter: Counter, handlers: list[delivery.Handler]
) -> None:
    handlers.append(_fail)
    counter.pack()
    (message,) = _messages()
    waits = []

    for _ in range(delivery.MAX_ATTEMPTS):
        _make_due(message)
        before = database_now()
        with pytest.raises(ConnectionError):
            delivery.deliver(message.pk)
        (failed,) = _messages()
        waits.append(round((failed.available_at - before).total_seconds()))

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    assert failed.failed_at is not None
    _make_due(message)
    handlers[:] = [_post]
    assert delivery.claim() == []
    assert delivery.deliver(message.pk) is False


def test_no_wait_is_longer_than_an_hour(counter: Counter) -> None:
    counter.pack()
    (message,) = _messages()
    with speaking_as(SYSTEM):
        OutboxMessage.objects.update(attempts=20)
    before = database_now()

    delivery.postpone(message.pk, problem="again")

    (waiting,) = _messages()
    assert waiting.available_at - before <= timedelta(seconds=3601)


def test_a_late_failure_does_not_touch_a_delivered_message(
    counter: Counter, handlers: list[delivery.Handler]
) -> None:
    counter.pack()
    (message,) = _messages()
    delivery.deliver(message.pk)
    before = _messages()[0].delivered_at

    delivery.postpone(message.pk, problem="late")

    (after,) = _messages()
    assert (after.delivered_at, after.last_error, after.attempts) == (before, "", 1)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids handed to the broker."""
    handed: list[str] = []
    monkeypatch.setattr(tasks.deliver_message, "delay", handed.append)
    return handed


def test_the_relay_sends_everything_that_waits(
    counter: Counter, queue: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 2)
    for _ in range(5):
        counter.pack()

    assert tasks.relay_outbox() == 5
    assert tasks.relay_outbox() == 0

    assert sorted(queue) == sorted(str(message.pk) for message in _messages())


def test_a_broker_that_falls_silent_midway_costs_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[str] = []

    def fragile(message_id: str) -> None:
        if len(handed) == 2:
            raise ConnectionError
        handed.append(message_id)

    monkeypatch.setattr(tasks.deliver_message, "delay", fragile)
    for _ in range(5):
        counter.pack()

    with pytest.raises(ConnectionError):
        tasks.relay_outbox()

    waiting = {str(message_id) for message_id in delivery.claim()}
    assert len(handed) == 2
    assert waiting | set(handed) == {str(message.pk) for message in _messages()}
    assert waiting.isdisjoint(handed)


def test_a_delivered_message_runs_as_a_task(
    counter: Counter, handlers: list[delivery.Handler]
) -> None:
    counter.pack()
    (message,) = _messages()

    tasks.deliver_message(str(message.pk))

    assert _messages()[0].delivered_at is not None


def test_the_broker_is_told_ids_and_nothing_else(
    committed_db: CommittedDatabase, broker_url: str
) -> None:
    counter = Counter(make_world())
    counter.act(counter.sent(), "recall", by="state.ms_authority", reason="Canary in a mine")
    published: list[Any] = []

    with tasks.relay_outbox.app.connection_for_write() as line:
        tasks.nudge_relay()
        tasks.relay_outbox()
        queue = line.SimpleQueue(tasks.relay_outbox.app.conf.task_default_queue)
        for _ in range(5):
            taken = queue.get(timeout=5)
            published.append((taken.payload, repr(taken.headers)))
            taken.ack()
        queue.close()

    ids = {str(message.pk) for message in _messages()}
    bodies = [payload[0] for payload, _ in published]
    assert [body for body in bodies if body and body[0] not in ids] == []
    assert "Canary" not in repr(published)
