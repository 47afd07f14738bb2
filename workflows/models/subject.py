"""The base of everything that moves through a life cycle."""

from __future__ import annotations

import uuid

from django.db import models

from workflows.moves import Facts


class Subject(models.Model):
    """An aggregate with a version; its ``state`` comes from the life cycle it mixes in.

    ``version`` grows by one with every act and every edit of the object or of its children; it is
    the ETag. ``facts`` are set by the engine under the row lock, never stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by_id = models.UUIDField(null=True, editable=False)

    facts: Facts | None = None

    class Meta:
        abstract = True
