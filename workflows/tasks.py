"""The two jobs of the outbox; the broker carries ids only."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from workflows import delivery


@shared_task(ignore_result=True)
def relay_outbox() -> int:
    """Send all that waits to the workers; runs after commits and on a steady sweep."""
    sent = 0
    while claimed := delivery.claim():
        for position, message_id in enumerate(claimed):
            try:
                deliver_message.delay(str(message_id))
            except Exception:
                delivery.unsend(claimed[position:])
                raise
        sent += len(claimed)
    return sent


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def deliver_message(message_id: str) -> None:
    """Deliver one message; a failure waits in the outbox, not in the broker."""
    delivery.deliver(UUID(message_id))


def nudge_relay() -> None:
    """Ask the broker for a relay run, trying once."""
    relay_outbox.apply_async(retry=False)
