"""The answer given to one request with an idempotency key, kept for a day."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class IdempotencyKey(models.Model):
    """A person's key for one route, the digest of the body it came with, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField()
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "route", "key"], name="one_answer_per_idempotency_key"
            ),
            models.CheckConstraint(
                condition=models.Q(status__lt=500), name="a_failure_of_ours_is_never_replayed"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_by_age")]

    def __str__(self) -> str:
        return f"{self.route} {self.status}"
