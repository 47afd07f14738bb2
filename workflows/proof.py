"""Tell whether records are genuine: to who holds a fingerprint, and to the readers of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import speaking_as
from workflows.trail import Fault, faults


@dataclass(frozen=True)
class Proof:
    """When a record was written, and whether its whole chain is unaltered."""

    at: datetime
    whole: bool


def broken(subjects: Sequence[UUID]) -> dict[UUID, Fault]:
    """Return the first fault of each broken chain among some subjects; empty when all are whole.

    Two statements, whatever the number of subjects. Spoken as whoever speaks: staff and auditors
    see every chain, others would see holes where they may not look.
    """
    heads = list(TrailHead.objects.filter(subject_id__in=subjects))
    return {fault.subject_id: fault for fault in faults(heads)}


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
