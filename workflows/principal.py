"""Tell the database who is speaking, for the length of one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from workflows.actors import NOBODY, SYSTEM, Actor

_speaking: ContextVar[Actor] = ContextVar("speaking", default=NOBODY)


def speaker() -> Actor:
    """Return the actor the current transaction speaks as."""
    return _speaking.get()


def introduce(actor: Actor) -> datetime:
    """Set the four session values that row-level security reads, until the transaction ends.

    Returns the database's clock, which the same round trip brings.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp(),"
            " set_config('tara.person', %s, true), set_config('tara.org', %s, true),"
            " set_config('tara.country', %s, true), set_config('tara.scopes', %s, true)",
            [
                str(actor.person_id or ""),
                str(actor.organisation_id or ""),
                actor.country_code,
                ",".join(sorted(actor.scopes)),
            ],
        )
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


@contextmanager
def speaking_as(actor: Actor) -> Iterator[datetime]:
    """Open a transaction (or savepoint) in which the database knows ``actor``.

    Inside another speaker's transaction the former speaker is restored on the way out (unless it
    is the same one); a rollback restores by itself, because the values are local to the
    (sub)transaction. Yields the database's clock.
    """
    nested = connection.in_atomic_block and speaker() != actor
    with transaction.atomic():
        token = _speaking.set(actor)
        try:
            yield introduce(actor)
        finally:
            _speaking.reset(token)
        if nested and not connection.needs_rollback:
            introduce(speaker())


@contextmanager
def reading_one_moment(actor: Actor) -> Iterator[None]:
    """Let ``actor`` read everything as it stood at one moment, whatever is committed meanwhile.

    For a proof, which lays what many queries say side by side. Nothing can be written inside. A
    transaction that is open already goes on as it was begun.
    """
    opens = not connection.in_atomic_block
    with transaction.atomic():
        if opens:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with speaking_as(actor):
            yield


@contextmanager
def briefly_as(actor: Actor) -> Iterator[None]:
    """Let ``actor`` speak for a few statements of the present transaction, without a savepoint.

    Nothing is said where they speak already. A savepoint and its release are two round trips, and
    an act on money asked for ten; a refusal inside is for whoever opened the transaction to undo,
    which restores the speaker when a statement broke.

    Raises:
        TransactionManagementError: outside a transaction nobody would be heard.
    """
    former = speaker()
    if not connection.in_atomic_block:
        message = "nobody is heard outside a transaction"
        raise transaction.TransactionManagementError(message)
    if former == actor:
        yield
        return
    token = _speaking.set(actor)
    try:
        introduce(actor)
        yield
    finally:
        _speaking.reset(token)
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:
            introduce(former)


@contextmanager
def reading_everything() -> Iterator[None]:
    """See and hold every case for a few statements: the system speaks unless staff do already.

    Only to read and to lock; what only the system may write is written ``briefly_as`` it.

    Raises:
        TransactionManagementError: outside a transaction nobody would be heard.
    """
    with briefly_as(speaker() if speaker().sees("staff") else SYSTEM):
        yield


@contextmanager
def handing_over(actor: Actor) -> Iterator[datetime]:
    """Let ``actor`` speak for the rest of the present transaction, without a savepoint.

    Only for a transaction's own opener, who puts the former speaker back when it is nested.
    """
    token = _speaking.set(actor)
    try:
        yield introduce(actor)
    finally:
        _speaking.reset(token)
