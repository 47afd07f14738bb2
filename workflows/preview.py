"""Take a step, or any act, in a savepoint, tell what it would do, and undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from common.errors import Sentence
from workflows import trail
from workflows.actors import Actor
from workflows.models import Event
from workflows.registry import Machine


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One consequence: of kind "state", "money", "clock" or "sight"; ``data`` is JSON-ready.

    ``audience`` are the organisations it may be told to besides those who read all cases; None
    means everyone who may see the subject.
    """

    kind: str
    sentence: Sentence
    data: Mapping[str, Any] = field(default_factory=dict)
    audience: frozenset[UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class Message:
    """One mail that would be sent, in the recipient's language."""

    recipient: str
    organisation_id: UUID | None
    language: str
    subject: str
    body: str


class EffectDescriber(Protocol):
    """Tells what one event changes; called while the event is still in place."""

    def __call__(self, *, event: Event, actor: Actor) -> Sequence[Effect]:
        """Return the consequences ``actor`` may hear of."""


class MessageRenderer(Protocol):
    """Writes the mails one event would send; called while the event is still in place."""

    def __call__(self, *, event: Event, actor: Actor) -> Sequence[Message]:
        """Return the mails; the preview drops those that are none of ``actor``'s business."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a step would do, as far as the caller may know."""

    subject: Any
    source: str
    effects: tuple[Effect, ...]
    messages: tuple[Message, ...]


_describers: list[EffectDescriber] = []
_renderers: list[MessageRenderer] = []


def describe_with(describer: EffectDescriber) -> None:
    """Have ``describer`` asked about every event of a preview."""
    if describer not in _describers:
        _describers.append(describer)


def render_with(renderer: MessageRenderer) -> None:
    """Have ``renderer`` write the mails of every event of a preview."""
    if renderer not in _renderers:
        _renderers.append(renderer)


def preview(
    machine: Machine,
    *,
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    given: Mapping[str, Any] | None = None,
) -> Preview:
    """Perform the verb with every check, deferred ones included, and roll it back.

    Raises what the step itself would raise.
    """
    machine.declared(name)
    verb = machine.verbs[name]
    return rehearse(
        lambda: verb(
            pk=pk, actor=actor, now=now, version=version, reason=reason, **dict(given or {})
        ),
        actor=actor,
    )


def rehearse(act: Callable[[], Any], *, actor: Actor) -> Preview:
    """Do what ``act`` does with every check, deferred ones included, and roll it back.

    Raises what the act itself would raise.
    """
    with transaction.atomic(), trail.gathering() as events:
        subject = act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        shown = _told(subject, events, actor)
        transaction.set_rollback(True)
    return shown


def _told(subject: Any, events: Sequence[Event], actor: Actor) -> Preview:
    own = [event for event in events if event.subject_id == subject.pk]
    effects = [e for event in events for ask in _describers for e in ask(event=event, actor=actor)]
    messages = [m for event in events for ask in _renderers for m in ask(event=event, actor=actor)]
    return Preview(
        subject=subject,
        source=own[0].source if own else getattr(subject, "state", ""),
        effects=tuple(effect for effect in effects if _may_hear(effect, actor)),
        messages=tuple(message for message in messages if _may_read(message, actor)),
    )


def _may_hear(effect: Effect, actor: Actor) -> bool:
    return (
        effect.audience is None or actor.reads_all_cases or actor.organisation_id in effect.audience
    )


def _may_read(message: Message, actor: Actor) -> bool:
    ours = message.organisation_id is not None and message.organisation_id == actor.organisation_id
    return ours or actor.reads_all_cases
