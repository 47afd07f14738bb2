"""Deliver what waits in the outbox, as the relay and a worker would."""

from __future__ import annotations

from workflows import delivery
from workflows.actors import SYSTEM
from workflows.models import OutboxMessage
from workflows.principal import speaking_as


def deliver_waiting() -> int:
    """Deliver every waiting message, the oldest first; return how many were delivered."""
    with speaking_as(SYSTEM):
        waiting = list(
            OutboxMessage.objects.filter(delivered_at__isnull=True)
            .order_by("created_at", "pk")
            .values_list("pk", flat=True)
        )
    return sum(delivery.deliver(pk) for pk in waiting)
