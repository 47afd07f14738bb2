"""A notice: one person told of one event over one channel, in one language."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from workflows.actors import Actor


class Channel(models.TextChoices):
    """How a notice travels; every notice is also read in the portal."""

    MAIL = "mail", _("Mail")
    PORTAL = "portal", _("Portal only")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Everyone reads their own notices only."""
        if actor.sees("system"):
            return self
        return self.filter(recipient_id=actor.person_id) if actor.person_id else self.none()

    def due(self, *, at: datetime) -> Self:
        """Return what must still be sent and has waited long enough."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True, available_at__lte=at)


class Notice(models.Model):
    """What one person is told about one event: ids, a reference and words of ours, never a case.

    ``title`` and ``message`` are kept in English, the key of our catalogues, and are read in
    ``language``. The triple (event, recipient, channel) is unique: a redelivered event tells
    nobody twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_id = models.UUIDField()
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_reference = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    message = models.CharField(max_length=500)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "recipient", "channel"], name="nobody_is_told_twice"
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at"],
                name="notice_waiting",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(fields=["recipient", "-created_at"], name="notice_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_reference}"
