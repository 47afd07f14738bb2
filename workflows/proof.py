"""Tell whether records are genuine: to who holds a fingerprint, and to the readers of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import speaking_as
from workflows.trail import Fault, fault_in, faults


@dataclass(frozen=True)
class Proof:
    """When a record was written, and whether its whole chain is unaltered."""

    at: datetime
    whole: bool


@dataclass(frozen=True)
class Reading:
    """Whole chains as read: every event, the newest first, and the faults of broken ones."""

    events: list[Event]
    faults: list[Fault]


def read_whole(subjects: Sequence[UUID]) -> Reading:
    """Read the chains of some subjects and recompute each (two statements).

    Spoken as whoever speaks: staff and auditors see every chain, others would see holes where
    they may not look.
    """
    chains: defaultdict[UUID, list[Event]] = defaultdict(list)
    events = list(Event.objects.filter(subject_id__in=subjects).order_by("at", "seq"))
    for event in events:
        chains[event.subject_id].append(event)
    heads = TrailHead.objects.filter(subject_id__in=subjects)
    found = [fault_in(head, _in_order(chains[head.subject_id])) for head in heads]
    return Reading(events=events[::-1], faults=[fault for fault in found if fault])


def _in_order(chain: list[Event]) -> list[Event]:
    return sorted(chain, key=lambda event: event.seq)


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
