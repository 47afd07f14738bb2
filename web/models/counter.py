"""How often somebody knocked within the present window."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """One bucket: a digest of who and what for, and when its window ends.

    The table is unlogged: after a crash of the database everybody starts at nothing.
    """

    bucket = models.CharField(max_length=64, primary_key=True)
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="counter_by_end")]

    def __str__(self) -> str:
        return f"{self.bucket[:8]}: {self.count}"
