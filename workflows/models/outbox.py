"""What must still be told to the world, written with the event and sent after commit."""

from __future__ import annotations

import uuid

from django.db import models

from workflows.models.event import Event


class OutboxMessage(models.Model):
    """One event waiting to be announced: sent (to the broker), then delivered (by a worker)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="message")
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"message of {self.event_id}"
