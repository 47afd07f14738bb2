"""Who opened which file and when: kept beside the chain, not in it."""

from __future__ import annotations

import uuid

from django.db import models


class Opening(models.Model):
    """One look at one subject by one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "at"], name="opening_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} opened"
