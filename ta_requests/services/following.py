"""What the machines of one request share: the order of locks, and steps of the system itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import models

from common.errors import Invalid, NotAllowed, NotFound, Reason, Refused, Sentence
from ta_requests.machines import REQUEST
from ta_requests.models import Request
from workflows.actors import SYSTEM, Actor
from workflows.engine import After, check, check_version, lock, perform
from workflows.moves import Policy, Requirement
from workflows.principal import speaking_as
from workflows.registry import Machine, Verb


def plain(machine: Machine, name: str) -> Verb:
    """Return the verb of a move that takes nothing but its reason."""

    def verb(
        *,
        pk: UUID,
        actor: Actor,
        now: datetime,
        version: int | None = None,
        reason: str = "",
        **_given: Any,
    ) -> Any:
        return perform(
            machine, pk=pk, name=name, actor=actor, now=now, version=version, reason=reason
        )

    verb.__name__ = verb.__qualname__ = name
    return verb


def lock_request_of(model: type[models.Model], pk: UUID) -> None:
    """Lock the request before what belongs to it, whoever asks first; call inside a transaction."""
    owner = model._default_manager.filter(pk=pk).values("request_id")
    Request.objects.filter(pk__in=owner).select_for_update(of=("self",)).first()


def drive_request(
    *, request_id: UUID, name: str, source: str, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Take the request along, unless it is the request that took us along."""
    if Request.objects.filter(pk=request_id, state=source).exists():
        REQUEST.verbs[name](pk=request_id, actor=actor, now=now, reason=reason)


def as_system(
    machine: Machine,
    *,
    pk: UUID,
    name: str,
    now: datetime,
    caused_by: Actor,
    reason: str = "",
    after: After | None = None,
) -> Any:
    """Take a step that follows from another act; the event names who caused it."""
    with speaking_as(SYSTEM):
        return perform(
            machine,
            pk=pk,
            name=name,
            actor=SYSTEM,
            now=now,
            reason=reason,
            data={"caused_by": caused_by.person_id},
            after=after,
        )


def each_as_system(subjects: Iterable[Any], step: Callable[[Any], object]) -> int:
    """Take one step per subject, each in its own transaction; leave alone what moved meanwhile."""
    taken = 0
    for subject in subjects:
        with suppress(Refused, NotFound), speaking_as(SYSTEM):
            step(subject)
            taken += 1
    return taken


def open_for_edit(
    machine: Machine,
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    by: Policy,
    allowed: Requirement,
) -> Any:
    """Lock a subject for an edit by someone who may, and grow its version; the caller saves.

    Raises:
        NotFound, Stale, NotAllowed, Refused.
    """
    subject = lock(machine, pk=pk, actor=actor)
    check_version(subject, version)
    subject.facts = machine.facts(subject, actor=actor, now=now, given={})
    if not by(subject, actor):
        raise NotAllowed(by.sentence, data={"roles": sorted(by.roles)})
    check(subject, (allowed,))
    subject.version += 1
    return subject


def person_of(actor: Actor) -> UUID:
    """Return the person behind an act that only people take (the database refuses nobody)."""
    return cast("UUID", actor.person_id)


def wrong(code: str, sentence: Sentence, field: str) -> Invalid:
    """Return the refusal of one input."""
    return Invalid(sentence, reasons=[Reason(code, sentence, field)])


def required(text: str, *, field: str, sentence: Sentence) -> str:
    """Return a text without its margins, which must not be empty."""
    if not text.strip():
        raise wrong(f"{field}_missing", sentence, field)
    return text.strip()
