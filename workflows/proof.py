"""Tell anyone who holds a record's fingerprint whether it is genuine, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import speaking_as
from workflows.trail import faults


@dataclass(frozen=True)
class Proof:
    """When a record was written, and whether its whole chain is unaltered."""

    at: datetime
    whole: bool


def prove(fingerprint: str) -> Proof | None:
    """Return the proof for one record, or None where no record has this fingerprint.

    The fingerprint (64 hexadecimal digits) is the key: it cannot be guessed, so whoever has it was
    given it. Neither the case nor its length is told.
    """
    with speaking_as(SYSTEM):
        event = Event.objects.filter(hash=fingerprint.lower()).first()
        if event is None:
            return None
        heads = TrailHead.objects.filter(subject_id=event.subject_id)
        return Proof(at=event.at, whole=not list(faults(list(heads))))
