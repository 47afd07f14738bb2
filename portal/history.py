"""The trail of a subject as a story: what was done, by which role, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.roles import ROLES
from portal.words import label_of, step_title
from workflows.actors import SYSTEM_ROLE, Actor
from workflows.models import Event
from workflows.registry import machine


@dataclass(frozen=True)
class Line:
    """One event in words; ``fingerprint`` verifies it."""

    title: str
    about: str
    state: str
    role: str
    reason: str
    at: datetime
    fingerprint: str


def story_of(subjects: Sequence[UUID], *, actor: Actor) -> list[Line]:
    """Return the events of subjects the actor may read, the newest first (one query)."""
    events = Event.objects.visible_to(actor).filter(subject_id__in=subjects)
    return lines_of(events.order_by("-at", "-seq")[:200], actor=actor)


def lines_of(events: Iterable[Event], *, actor: Actor) -> list[Line]:
    """Return events in words."""
    return [_line(event, actor) for event in events]


def _line(event: Event, actor: Actor) -> Line:
    known = machine(event.subject_type)
    created = event.name == "create"
    title = _("Created") if created else step_title(known, event.name, event.source)
    moved = event.source != event.target
    return Line(
        title=title,
        about=str(known.model._meta.verbose_name) if event.subject_type != "request" else "",
        state=label_of(known.model, event.target) if moved else "",
        role=_role(event.actor_role),
        reason=event.reason,
        at=event.effective_at,
        fingerprint=event.hash,
    )


def _role(code: str) -> str:
    if code == SYSTEM_ROLE:
        return _("by the service itself")
    return str(ROLES[code].name) if code in ROLES else ""
