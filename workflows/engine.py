"""The one door: lock, check, move, remember, announce."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowed, NotFound, ReasonRequired, Refused, Stale, StateMoved
from workflows import relay, trail
from workflows.actors import Actor
from workflows.models import Event
from workflows.moves import Move, Requirement
from workflows.registry import Machine
from workflows.together import all_or_nothing


@dataclass
class Act:
    """One act in the making, handed to the service's ``after`` step inside the transaction."""

    machine: Machine
    subject: Any
    move: Move | None
    actor: Actor
    now: datetime
    source: str
    given: Mapping[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    event: Event | None = None
    before: Any = None
    """The subject as it was when it was locked; None for one that is made."""


After = Callable[[Act], None]


def create(
    machine: Machine,
    subject: Any,
    *,
    actor: Actor,
    now: datetime,
    role: str,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Any:
    """Save a new subject in its initial state, with the head and first event of its trail."""
    with all_or_nothing():
        subject.created_at = now
        subject.created_by_id = actor.person_id
        subject.save(force_insert=True)
        head = trail.open_trail(
            subject_type=machine.key, subject_id=subject.pk, parties=machine.parties(subject)
        )
        act = Act(machine, subject, None, actor, now, source="")
        act.data.update(data or {})
        _remember(act, name="create", role=role, reason=reason, head=head)
    return subject


def perform(
    machine: Machine,
    *,
    pk: UUID,
    name: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    given: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    prepare: Callable[[Any], None] | None = None,
    after: After | None = None,
) -> Any:
    """Take one declared step and return the subject.

    Order of checks: visible, declared, version, role, state, guard, reason. Guards and bodies read
    ``given`` as ``facts.given``; ``data`` goes into the event; ``prepare`` may hand the locked
    subject what else is held, so that its facts need not ask; ``after`` runs in the transaction,
    the subject saved and the event not yet written, and may add to ``act.data``.

    Raises:
        NotFound, UnknownTransition, Stale, NotAllowed, StateMoved, Refused, ReasonRequired.
    """
    with all_or_nothing():
        subject, declared = _opened(machine, pk=pk, name=name, actor=actor, version=version)
        act = Act(machine, subject, None, actor, now, source=subject.state, given=given or {})
        act.before = copy.copy(subject)
        if prepare is not None:
            prepare(subject)
        subject.facts = machine.facts(subject, actor=actor, now=now, given=act.given)
        act.move = judge(subject, declared, actor)
        if act.move.needs_reason and not reason.strip():
            raise ReasonRequired(data={"transition": name})
        act.data.update(data or {})
        getattr(subject, name)()
        subject.version += 1
        subject.save()
        if after is not None:
            after(act)
        _remember(act, name=name, role=act.move.policy.role_of(actor), reason=reason.strip())
    return subject


def _opened(
    machine: Machine, *, pk: UUID, name: str, actor: Actor, version: int | None
) -> tuple[Any, Mapping[str, Move]]:
    """Lock a subject for a step; who may not take it, or comes too late, is told so at once."""
    subject = lock(machine, pk=pk, actor=actor)
    declared = machine.declared(name)
    check_version(subject, version)
    if not any(one.policy.needs_facts for one in declared.values()):
        admit(subject, declared, actor)
    return subject, declared


def lock(machine: Machine, *, pk: UUID, actor: Actor) -> Any:
    """Return the row of one subject, locked and re-read, if the actor may see it.

    Raises:
        NotFound: unknown, or not visible to the actor (both look the same).
    """
    visible = machine.model.objects.visible_to(actor).select_for_update(of=("self",))
    try:
        return visible.get(pk=pk)
    except machine.model.DoesNotExist:
        raise NotFound from None


def check_version(subject: Any, version: int | None) -> None:
    """Refuse when the caller read another version than the one now locked."""
    if version is not None and subject.version != version:
        raise Stale(data={"version": subject.version, "state": getattr(subject, "state", "")})


def judge(subject: Any, declared: Mapping[str, Move], actor: Actor) -> Move:
    """Return the move that may be taken now, or say why none may.

    Raises:
        NotAllowed, StateMoved (see ``admit``).
        Refused: a requirement does not hold; all that fail are listed.
    """
    now_possible = admit(subject, declared, actor)
    check(subject, now_possible.requires)
    return now_possible


def admit(subject: Any, declared: Mapping[str, Move], actor: Actor) -> Move:
    """Return the move declared from the present state, if the actor's role allows it.

    Raises:
        NotAllowed: the roles or the separation of duties forbid it, whatever the state.
        StateMoved: it is not declared from the present state.
    """
    now_possible = declared.get(subject.state)
    candidates = [now_possible] if now_possible else list(declared.values())
    policies = [candidate.policy for candidate in candidates]
    if not any(policy(subject, actor) for policy in policies):
        refusing = policies[0]
        raise NotAllowed(
            refusing.sentence, data={"roles": sorted({r for p in policies for r in p.roles})}
        )
    if now_possible is None:
        raise StateMoved(data={"state": subject.state, "allowed_from": sorted(declared)})
    return now_possible


def check(subject: Any, requirements: tuple[Requirement, ...]) -> None:
    """Raise with every requirement that does not hold; duties come first and alone."""
    failing = [requirement for requirement in requirements if not requirement(subject)]
    duties = [requirement.as_reason(subject) for requirement in failing if requirement.duty]
    if duties:
        raise NotAllowed(duties[0].sentence, reasons=duties)
    if failing:
        reasons = [requirement.as_reason(subject) for requirement in failing]
        raise Refused(
            reasons[0].sentence if len(reasons) == 1 else _("Some things are still missing."),
            reasons=reasons,
            data={"state": subject.state},
        )


def edit(
    machine: Machine, *, pk: UUID, actor: Actor, version: int | None, allowed: Requirement | None
) -> Any:
    """Lock a subject for an edit of it or its children, check the version and grow it by one.

    The caller changes fields and saves; edits are no events.

    Raises:
        NotFound, Stale, Refused (``allowed`` does not hold).
    """
    subject = lock(machine, pk=pk, actor=actor)
    check_version(subject, version)
    if allowed is not None and not allowed.holds(subject):
        raise Refused(allowed.sentence, reasons=[allowed.as_reason()])
    subject.version += 1
    return subject


def _remember(
    act: Act, *, name: str, role: str, reason: str, head: trail.Head | None = None
) -> None:
    act.event = trail.remember(
        trail.Happening(
            subject_type=act.machine.key,
            subject_id=act.subject.pk,
            subject_reference=act.machine.reference(act.subject),
            version=act.subject.version,
            name=name,
            source=act.source,
            target=act.subject.state,
            actor=act.actor,
            actor_role=role,
            reason=reason,
            data=act.data,
            effective_at=act.now,
        ),
        head=head,
    )
    transaction.on_commit(relay.nudge)
