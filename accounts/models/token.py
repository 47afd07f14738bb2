"""A key for programs: hashed, scoped, dated, and bound to one membership."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Membership
from accounts.models.user import User
from workflows.actors import Actor


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Everyone sees their own tokens only."""
        return self.filter(user_id=actor.person_id) if actor.person_id else self.none()


class ApiToken(models.Model):
    """The sha256 of a secret shown once; ``roles`` narrows the membership's, never widens them.

    ``scopes`` are "read" and "write"; ``networks`` are CIDR texts, empty for anywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    scopes = ArrayField(models.CharField(max_length=10), default=list)
    networks = ArrayField(models.CharField(max_length=50), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"
