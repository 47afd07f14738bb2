"""What was read from others' published data: each record once, under its publisher's identity."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import Publisher
from donors.models.pledge import Pledge
from donors.models.receipt import Receipt
from workflows.actors import Actor


class PublishedRecordQuerySet(models.QuerySet["PublishedRecord"]):
    """Published records, seen by whoever sees the pledge they went into."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of pledges the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(pledge__in=Pledge.objects.visible_to(actor))


class PublishedRecord(models.Model):
    """One record of one publisher, and the pledge or receipt it became; never changed afterwards.

    ``identifier`` is the publisher's own where there is one, so that a file read again is
    recognised; ``digest`` tells whether the publisher has changed it since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("published by"), max_length=10, choices=Publisher)
    identifier = models.CharField(_("published as"), max_length=400)
    digest = models.CharField(_("fingerprint"), max_length=64)
    group = models.CharField(_("belongs to"), max_length=500)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="published_records")
    receipt = models.OneToOneField(
        Receipt, on_delete=models.PROTECT, related_name="published_record", null=True
    )
    receiver = models.CharField(_("receiver"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    line = models.PositiveIntegerField(_("line"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = PublishedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("published record")
        verbose_name_plural = _("published records")
        ordering = ["-recorded_at", "source", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identifier"], name="one_record_per_published_identity"
            ),
            models.CheckConstraint(
                condition=Q(source__in=Publisher.values) & ~Q(identifier=""),
                name="a_published_record_is_named",
            ),
        ]
        indexes = [models.Index(fields=["source", "group"], name="published_by_group")]

    def __str__(self) -> str:
        return f"{self.source} {self.identifier}"
