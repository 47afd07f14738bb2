"""A paper kept with its sha256, so that nobody can say later it was another one."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SHA256 = r"^[0-9a-f]{64}$"


def place_of(_instance: object, filename: str) -> str:
    """Return where a file is stored: a name nobody can guess, with the suffix it came with."""
    name = uuid.uuid4()
    return f"donors/{name.hex[:2]}/{name}{PurePath(filename).suffix.lower()[:10]}"


class StoredFile(models.Model):
    """What is known of a file; ``name`` is the one its owner gave it."""

    file = models.FileField(_("file"), upload_to=place_of, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by_id = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_sealed", condition=Q(sha256__regex=SHA256, size__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.name
