"""Hand waiting messages to the broker, and each delivered message to its handlers once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from common.clock import database_now
from workflows.actors import SYSTEM
from workflows.models import Event, OutboxMessage
from workflows.principal import speaking_as

Handler = Callable[[Event], None]

MAX_ATTEMPTS = 10
RESEND_AFTER = timedelta(seconds=60)
BATCH = 200

_handlers: list[Handler] = []


def subscribe(handler: Handler) -> None:
    """Have ``handler`` called with every event; it must be idempotent by event id."""
    if handler not in _handlers:
        _handlers.append(handler)


def claim(*, now: datetime | None = None) -> list[UUID]:
    """Mark waiting messages as sent and return their ids; rows another relay holds are skipped.

    A message sent but not delivered within a minute is sent again (a worker may have died).
    """
    with speaking_as(SYSTEM):
        now = now or database_now()
        unsent_or_lost = Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER)
        waiting = (
            OutboxMessage.objects.filter(_waiting(now), unsent_or_lost)
            .order_by("available_at")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:BATCH]
        )
        claimed = list(waiting)
        OutboxMessage.objects.filter(pk__in=claimed).update(sent_at=now)
    return claimed


def _waiting(now: datetime) -> Q:
    """Return what marks a message as still to be delivered, and its time as come."""
    return Q(delivered_at__isnull=True, failed_at__isnull=True, available_at__lte=now)


def unsend(message_ids: list[UUID]) -> None:
    """Put messages the broker did not take back among the waiting."""
    with speaking_as(SYSTEM):
        OutboxMessage.objects.filter(pk__in=message_ids).update(sent_at=None)


def deliver(message_id: UUID) -> bool:
    """Call every handler for one message, once; tell whether this call delivered it.

    A handler that fails rolls back what all handlers did, and the message waits longer each time
    (2, 4, 8 … seconds, at most an hour); after ten failures it is set aside for a person to see.
    """
    try:
        with speaking_as(SYSTEM):
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(_waiting(database_now()), pk=message_id)
                .first()
            )
            if message is None:
                return False
            for handler in _handlers:
                handler(message.event)
            message.delivered_at = database_now()
            message.attempts += 1
            message.save(update_fields=["delivered_at", "attempts"])
    except Exception as problem:
        postpone(message_id, problem=repr(problem))
        raise
    return True


def postpone(message_id: UUID, *, problem: str) -> None:
    """Note a failed delivery and when to try again."""
    with transaction.atomic(), speaking_as(SYSTEM):
        undelivered = OutboxMessage.objects.filter(pk=message_id, delivered_at__isnull=True)
        message = undelivered.select_for_update().first()
        if message is None:
            return
        now = database_now()
        message.attempts += 1
        message.last_error = problem.replace("\0", "")[:2000]
        message.sent_at = None
        message.available_at = now + timedelta(seconds=min(2**message.attempts, 3600))
        if message.attempts >= MAX_ATTEMPTS:
            message.failed_at = now
        message.save()
