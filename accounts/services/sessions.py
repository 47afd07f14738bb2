"""Every session of a person ends at once, wherever it was opened."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from accounts.models import User
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def end_all(person_id: UUID) -> None:
    """Let no session opened before this moment be recognised any longer."""
    with speaking_as(SYSTEM):
        User.objects.filter(pk=person_id).update(sessions_ended=F("sessions_ended") + 1)
