"""The pairs of states the database lets a row step between, copied from the life cycles."""

from __future__ import annotations

from django.db import models


class AllowedMove(models.Model):
    """One permitted step of one machine; an empty source marks the initial state."""

    machine = models.CharField(max_length=40)
    source = models.CharField(max_length=50, blank=True)
    target = models.CharField(max_length=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["machine", "source", "target"], name="one_allowed_move"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.machine}: {self.source} -> {self.target}"
