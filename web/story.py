"""What was done to a subject and by whose hands, and who looked at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from web.words import label_of, role_name, step_title
from workflows.actors import Actor
from workflows.models import Event, Opening
from workflows.registry import Machine

LONGEST = 200


@dataclass(frozen=True)
class Line:
    """One event in words; ``state`` is the one it led to, ``before`` the one it left."""

    at: datetime
    title: str
    before: str
    state: str
    who: str
    role: str
    reason: str
    version: int
    fingerprint: str


def story_of(machine: Machine, subject: Any, *, actor: Actor, after: int = 0) -> list[Line]:
    """Return what happened to a subject after a version, the newest first (two queries)."""
    events = Event.objects.visible_to(actor).of(subject.pk).filter(version__gt=after)
    told = list(events.reverse()[:LONGEST])
    names = names_of((event.actor_id for event in told), actor=actor)
    return [_line(machine, event, names) for event in told]


def _line(machine: Machine, event: Event, names: dict[UUID, str]) -> Line:
    moved = event.source != event.target
    return Line(
        at=event.effective_at,
        title=step_title(machine, event.name, event.source),
        before=label_of(machine.model, event.source) if moved else "",
        state=label_of(machine.model, event.target) if moved else "",
        who=names.get(event.actor_id, "") if event.actor_id else "",
        role=role_name(event.actor_role),
        reason=event.reason,
        version=event.version,
        fingerprint=event.hash,
    )


def names_of(people: Iterable[UUID | None], *, actor: Actor) -> dict[UUID, str]:
    """Return the names of people the actor may see (one query)."""
    known = {person for person in people if person is not None}
    if not known:
        return {}
    found = User.objects.visible_to(actor).filter(pk__in=known)
    return {person.pk: str(person) for person in found}


def note_opening(machine: Machine, subject: Any, *, actor: Actor, now: datetime) -> None:
    """Note who opened a file, outside of the chain."""
    if actor.person_id is None or not actor.scopes:
        return
    look = Opening(
        subject_type=machine.key,
        subject_id=subject.pk,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        at=now,
    )
    Opening.objects.bulk_create([look])
