"""Write the next event of a chain, and prove a chain afterwards."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection

from common.canonical import digest, plain
from workflows.actors import Actor
from workflows.models import Event, OutboxMessage, TrailHead

CHAINS_AT_ONCE: Final = 200

_gathering: ContextVar[list[Event] | None] = ContextVar("gathering", default=None)


@contextmanager
def gathering() -> Iterator[list[Event]]:
    """Gather every event remembered inside, on whatever subject (a preview shows them)."""
    events: list[Event] = []
    token = _gathering.set(events)
    try:
        yield events
    finally:
        _gathering.reset(token)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What is to be remembered of one act."""

    subject_type: str
    subject_id: UUID
    subject_reference: str
    version: int
    name: str
    source: str
    target: str
    actor: Actor
    actor_role: str
    reason: str
    data: Mapping[str, Any]
    effective_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends, and the database's clock when that was known; nobody else moves it."""

    count: int
    hash: str
    at: datetime


def open_trail(*, subject_type: str, subject_id: UUID, parties: Sequence[UUID]) -> Head:
    """Make the head of a new subject's chain; it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_trailhead (subject_id, subject_type, parties, count, hash)"
            " VALUES (%s, %s, %s::uuid[], 0, '') RETURNING count, hash, clock_timestamp()",
            [subject_id, subject_type, list(parties)],
        )
        return Head(*cursor.fetchone())


def remember(happening: Happening, *, head: Head | None = None) -> Event:
    """Append one event and its outbox message under the head's lock, in this transaction.

    ``head`` is that of a chain just opened, which is held already.
    """
    head = head or _lock_head(happening.subject_id)
    salt = secrets.token_hex(16) if happening.reason else ""
    event = Event(
        subject_type=happening.subject_type,
        subject_id=happening.subject_id,
        subject_reference=happening.subject_reference,
        seq=head.count + 1,
        version=happening.version,
        name=happening.name,
        source=happening.source,
        target=happening.target,
        actor_id=happening.actor.person_id,
        organisation_id=happening.actor.organisation_id,
        actor_role=happening.actor_role,
        reason=happening.reason,
        reason_salt=salt,
        reason_digest=digest_of_reason(happening.reason, salt),
        data=plain(happening.data),
        effective_at=happening.effective_at,
        at=head.at,
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    _write(event)
    gathered = _gathering.get()
    if gathered is not None:
        gathered.append(event)
    return event


def _lock_head(subject_id: UUID) -> Head:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count, hash, clock_timestamp() FROM workflows_trailhead"
            " WHERE subject_id = %s FOR UPDATE",
            [subject_id],
        )
        row: tuple[int, str, datetime] | None = cursor.fetchone()
    if row is None:
        raise TrailHead.DoesNotExist(str(subject_id))
    return Head(*row)


def _write(event: Event) -> None:
    """Save the event, move the head and leave the message in one round trip.

    The ORM needs three statements for the same, and they were a third of the cost of an act.
    """
    message = OutboxMessage(id=uuid4(), event=event, created_at=event.at, available_at=event.at)
    event_columns, event_values = _row(event)
    message_columns, message_values = _row(message)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH event AS (INSERT INTO workflows_event ({event_columns})"  # noqa: S608 - columns
            f" VALUES ({_marks(event_values)})),"
            " head AS (UPDATE workflows_trailhead SET count = %s, hash = %s WHERE subject_id = %s)"
            f" INSERT INTO workflows_outboxmessage ({message_columns})"
            f" VALUES ({_marks(message_values)})",
            [*event_values, event.seq, event.hash, event.subject_id, *message_values],
        )


def _row(record: Event | OutboxMessage) -> tuple[str, list[Any]]:
    """Return the columns of a record and its values as the database takes them."""
    fields = record._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [
        field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields
    ]
    return columns, values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def digest_of_reason(reason: str, salt: str) -> str:
    """Return the salted sha256 of a reason, or nothing for no reason."""
    return hashlib.sha256(f"{salt}{reason}".encode()).hexdigest() if reason else ""


def hash_of(event: Event) -> str:
    """Return the sha256 over the canonical JSON of everything an event says but its own hash."""
    content = {
        "id": event.id,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "subject_reference": event.subject_reference,
        "seq": event.seq,
        "version": event.version,
        "name": event.name,
        "source": event.source,
        "target": event.target,
        "actor_id": event.actor_id,
        "organisation_id": event.organisation_id,
        "actor_role": event.actor_role,
        "reason_digest": event.reason_digest,
        "data": event.data,
        "effective_at": event.effective_at,
        "at": event.at,
        "previous_hash": event.previous_hash,
    }
    return digest(content)


@dataclass(frozen=True)
class Fault:
    """The first thing wrong in one chain."""

    subject_type: str
    subject_id: UUID
    seq: int
    what: str


def faults(heads: Iterable[TrailHead]) -> Iterator[Fault]:
    """Yield the first fault of every broken chain among ``heads``; nothing for whole ones."""
    waiting = iter(heads)
    while batch := list(islice(waiting, CHAINS_AT_ONCE)):
        chains: defaultdict[UUID, list[Event]] = defaultdict(list)
        ids = [head.subject_id for head in batch]
        for event in Event.objects.filter(subject_id__in=ids).order_by("seq"):
            chains[event.subject_id].append(event)
        for head in batch:
            fault = fault_in(head, chains[head.subject_id])
            if fault is not None:
                yield fault


def fault_in(head: TrailHead, chain: Sequence[Event]) -> Fault | None:
    """Return the first fault of one chain, given whole and in order; None when there is none."""
    previous, seq = "", 0
    for seq, event in enumerate(chain, start=1):
        what = _wrong(event, seq=seq, previous=previous)
        if what:
            return Fault(head.subject_type, head.subject_id, seq, what)
        previous = event.hash
    if (seq, previous) != (head.count, head.hash):
        return Fault(head.subject_type, head.subject_id, seq, "the chain does not end at its head")
    return None


def _wrong(event: Event, *, seq: int, previous: str) -> str:
    if event.seq != seq:
        return "an event is missing"
    if event.previous_hash != previous:
        return "the event does not follow the one before it"
    if hash_of(event) != event.hash:
        return "the event was altered"
    if event.reason and digest_of_reason(event.reason, event.reason_salt) != event.reason_digest:
        return "the reason was altered"
    return ""
