"""Deliver what waits in the outbox, as the relay and a worker would."""

from __future__ import annotations

import pytest

from workflows import delivery
from workflows.actors import SYSTEM
from workflows.models import OutboxMessage
from workflows.principal import speaking_as


@pytest.fixture
def deliver_all(world):
    """Return a call that delivers every waiting message and says how many there were."""

    def deliver() -> int:
        with speaking_as(SYSTEM):
            waiting = list(
                OutboxMessage.objects.filter(delivered_at__isnull=True)
                .order_by("created_at", "pk")
                .values_list("pk", flat=True)
            )
        return sum(delivery.deliver(pk) for pk in waiting)

    return deliver
