"""Prove the whole memory: every chain, its head, and every subject's present state."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery

from workflows.models import Event, TrailHead
from workflows.registry import Machine, machines
from workflows.trail import Fault, faults


def every_fault() -> Iterator[Fault]:
    """Yield the first fault of each chain, chains without a head, and subjects gone astray.

    Spoken as the system: what the speaker cannot see is not verified.
    """
    yield from faults(TrailHead.objects.order_by("subject_type", "subject_id").iterator())
    yield from _headless()
    for known in machines():
        yield from strays(known)


def _headless() -> Iterator[Fault]:
    heads = TrailHead.objects.filter(subject_id=OuterRef("subject_id"))
    first = Event.objects.filter(~Exists(heads)).order_by("subject_id", "seq")
    for event in first.distinct("subject_id"):
        yield Fault(event.subject_type, event.subject_id, event.seq, "the chain has no head")


def strays(machine: Machine) -> Iterator[Fault]:
    """Yield the subjects of one machine whose state is not where the trail says they went."""
    last = Event.objects.filter(subject_id=OuterRef("pk")).order_by("-seq")
    astray = (
        machine.model._default_manager.annotate(
            last_target=Subquery(last.values("target")[:1]),
            last_version=Subquery(last.values("version")[:1]),
            last_seq=Subquery(last.values("seq")[:1]),
        )
        .filter(
            Q(last_seq__isnull=True) | ~Q(state=F("last_target")) | Q(version__lt=F("last_version"))
        )
        .order_by("pk")
    )
    for pk, seq in astray.values_list("pk", "last_seq"):
        what = "the state is not what the trail says" if seq else "nothing is remembered of it"
        yield Fault(machine.key, pk, seq or 0, what)
