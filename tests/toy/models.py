"""The parcel, and what a handler does about its events."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from tests.toy.lifecycle import ParcelLifecycle
from workflows.actors import Actor
from workflows.models import Subject


class ParcelQuerySet(models.QuerySet[Any]):
    """Parcels as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Return every parcel to those who read all cases, its own to an organisation."""
        if actor.reads_all_cases:
            return self
        if actor.organisation_id is None:
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)


class Parcel(ParcelLifecycle, Subject):
    """A parcel of one organisation."""

    reference = models.CharField(max_length=40, blank=True)
    organisation_id = models.UUIDField()
    packed_by_id = models.UUIDField(null=True)
    paid = models.BooleanField(default=True)

    objects: ClassVar[Any] = ParcelQuerySet.as_manager()

    class Meta:
        app_label = "toy"
        indexes = [models.Index(fields=["-created_at", "-id"], name="parcel_newest")]

    def __str__(self) -> str:
        return self.reference


class Postcard(models.Model):
    """One effect of one event; deliberately without a constraint, so that two would show."""

    event_id = models.UUIDField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        app_label = "toy"

    def __str__(self) -> str:
        return str(self.event_id)
