"""How many references of each series and year were given; only ``next_reference`` counts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceCounter(models.Model):
    """The last sequence number given in a series and a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prefix = models.CharField(_("series"), max_length=4)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("given so far"))

    class Meta:
        verbose_name = _("counter of references")
        verbose_name_plural = _("counters of references")
        constraints = [
            models.UniqueConstraint(name="one_counter_per_series", fields=["prefix", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"
