"""The trail: one append-only row per act, chained by hash; its subject is named, not linked."""

from __future__ import annotations

import uuid
from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from workflows.actors import Actor


class TrailHead(models.Model):
    """The end of one subject's chain, locked while the next event is written.

    ``parties`` are the organisations that may read the trail besides staff and auditors.
    """

    subject_id = models.UUIDField(primary_key=True)
    subject_type = models.CharField(max_length=40)
    parties = ArrayField(models.UUIDField(), default=list)
    count = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subject_type"], name="head_by_type")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.count}"


class EventQuerySet(models.QuerySet["Event"]):
    """Events as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the events of subjects whose trail is open to the actor."""
        if actor.reads_all_cases:
            return self
        heads = TrailHead.objects.filter(
            subject_id=models.OuterRef("subject_id"), parties__contains=[actor.organisation_id]
        )
        return self.filter(models.Exists(heads)) if actor.organisation_id else self.none()

    def of(self, subject_id: UUID) -> Self:
        """Return one subject's events in order."""
        return self.filter(subject_id=subject_id).order_by("seq")


class Event(models.Model):
    """One act. The database refuses UPDATE, DELETE and TRUNCATE to everyone.

    ``at`` is the database clock; ``effective_at`` is the ``now`` the service worked with (they
    differ only in training data). ``reason`` may be erased by its owner: the chain covers
    ``reason_digest`` (sha256 over salt and text) instead of the text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_reference = models.CharField(max_length=40, blank=True)
    seq = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=50, blank=True)
    target = models.CharField(max_length=50)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    reason_salt = models.CharField(max_length=32, blank=True)
    reason_digest = models.CharField(max_length=64, blank=True)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    effective_at = models.DateTimeField()
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "seq"], name="one_event_per_step"),
        ]
        indexes = [
            models.Index(fields=["at"], name="event_by_time"),
            models.Index(fields=["hash"], name="event_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.source} -> {self.target}"
