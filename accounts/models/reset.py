"""Somebody asked for a new password: an address, whether anybody has it or not."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from workflows.actors import Actor


class PasswordResetQuerySet(models.QuerySet["PasswordReset"]):
    """Resets as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Nobody but the system reads who asked."""
        return self if actor.sees("system") else self.none()


class PasswordReset(models.Model):
    """Written for every address alike, so that neither the answer nor its cost tells which exist.

    It is removed as soon as its letter was sent, or was not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    asked_at = models.DateTimeField()

    objects = PasswordResetQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return str(self.pk)
