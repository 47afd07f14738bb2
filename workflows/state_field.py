"""The state of a subject: django-fsm's field in the code, a plain column in a migration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django_fsm import FSMField


class StateField(FSMField):
    """A state that only declared moves change.

    A migration sees the column alone: a model of the past has no moves, and each field of
    django-fsm listens to the making of every model there is, which makes a migration quadratic.
    """

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return the field as the plain text column it is."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, f"django.db.models.{models.CharField.__name__}", args, kwargs
