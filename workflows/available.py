"""What could happen next to a subject: every move, allowed or blocked, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Sentence
from workflows.actors import SYSTEM_ROLE, Actor
from workflows.moves import Move, Requirement
from workflows.registry import Machine, machine_of

NOT_FROM_HERE = _("This cannot be done in the present state.")


@dataclass(frozen=True, kw_only=True)
class Possibility:
    """One move as it stands for one actor at this moment.

    ``roles`` could act (if bound to the subject); ``asks`` are the inputs the step takes into
    account; ``reasons`` is empty exactly when ``allowed``; ``hindrances`` is what keeps those who
    could act from a step that is not the actor's.
    """

    name: str
    title: Sentence
    description: str
    effect: Sentence
    target: str
    from_here: bool
    allowed: bool
    reasons: tuple[Reason, ...]
    hindrances: tuple[Reason, ...]
    roles: tuple[str, ...]
    asks: tuple[str, ...]
    needs_reason: bool

    @property
    def by_a_person(self) -> bool:
        """Tell whether anybody but the system may take the step."""
        return self.roles != (SYSTEM_ROLE,)

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """Return the fields whose filling would remove a reason."""
        return tuple(reason.field for reason in self.reasons if reason.field)


def available(
    subject: Any, *, actor: Actor, now: datetime, machine: Machine | None = None
) -> list[Possibility]:
    """Return every declared move of the subject's machine, in order of declaration.

    The subject is read without a lock: this is advice, and ``perform`` judges again. A requirement
    that an input would satisfy does not block. Whoever may not act learns only that, never which
    guards hold; those who read all cases are told the guards apart from it.
    """
    machine = machine or machine_of(subject)
    subject.facts = machine.facts(subject, actor=actor, now=now, given={})
    return [_possibility(subject, declared, actor) for declared in machine.moves.values()]


def _possibility(subject: Any, declared: Mapping[str, Move], actor: Actor) -> Possibility:
    from_here = declared.get(subject.state)
    move = from_here or next(iter(declared.values()))
    reasons = _reasons(subject, declared, actor)
    return Possibility(
        name=move.name,
        title=move.title,
        description=move.description,
        effect=move.effect,
        target=move.target or subject.state,
        from_here=from_here is not None,
        allowed=not reasons,
        reasons=reasons,
        hindrances=_hindrances(subject, from_here, actor),
        roles=move.policy.roles,
        asks=move.asks,
        needs_reason=move.needs_reason,
    )


def _reasons(subject: Any, declared: Mapping[str, Move], actor: Actor) -> tuple[Reason, ...]:
    """Return what stands in the way, in the order in which the engine would refuse."""
    from_here = declared.get(subject.state)
    policies = [from_here.policy] if from_here else [move.policy for move in declared.values()]
    if not any(policy(subject, actor) for policy in policies):
        return (Reason(policies[0].code, policies[0].sentence),)
    if from_here is None:
        return (Reason("state_moved", NOT_FROM_HERE),)
    failing = [need for need in from_here.requires if _stands_in_the_way(need, subject)]
    duties = [need for need in failing if need.duty]
    return tuple(need.as_reason(subject) for need in duties or failing)


def _hindrances(subject: Any, move: Move | None, actor: Actor) -> tuple[Reason, ...]:
    """Return which guards fail for whoever could act; a duty binds one person and is left out."""
    if move is None or not actor.reads_all_cases or move.policy(subject, actor):
        return ()
    failing = [need for need in move.requires if _stands_in_the_way(need, subject)]
    return tuple(need.as_reason() for need in failing if not need.duty)


def _stands_in_the_way(requirement: Requirement, subject: Any) -> bool:
    return requirement.asks is None and not requirement(subject)
