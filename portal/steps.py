"""The next steps of a subject as a page shows them: to take now, or blocked and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import ROLES
from portal.addresses import step_of
from portal.courts import is_ahead
from portal.words import label_of
from workflows.actors import Actor
from workflows.available import Possibility, available
from workflows.registry import Machine

EXCEPTIONAL = frozenset({"withdrawn", "declined", "terminated", "rejected", "refused", "cancelled"})


@dataclass(frozen=True)
class Step:
    """One step: its words, where it is taken, who could, and why it cannot be.

    ``is_free`` tells whoever reads all cases that nothing keeps others from a step of theirs.
    """

    name: str
    title: str
    url: str
    leads_to: str
    grave: bool
    reasons: tuple[str, ...]
    hindrances: tuple[str, ...]
    who: str
    is_free: bool


@dataclass(frozen=True)
class Stage:
    """The states some steps are taken from, and these steps: what each is called, and by whom."""

    only_from: str
    steps: list[tuple[str, str]]


@dataclass(frozen=True)
class Steps:
    """What the person may do now, and what stands in the way of the rest.

    ``elsewhere`` are the steps of other states, for those who read all cases.
    """

    open: list[Step]
    asides: list[Step]
    blocked: list[Step]
    others: list[Step]
    elsewhere: list[Stage]


def steps_of(subject: Any, *, known: Machine, actor: Actor, now: datetime) -> Steps:
    """Return the steps from where the subject stands; those of other people come apart."""
    declared = [
        one for one in available(subject, actor=actor, now=now, machine=known) if one.by_a_person
    ]
    possible = [one for one in declared if one.from_here]
    distant = [one for one in declared if not one.from_here and actor.reads_all_cases]
    taken = [one for one in possible if one.allowed]
    mine = [one for one in possible if not one.allowed and actor.has(*one.roles)]
    rest = [one for one in possible if not one.allowed and not actor.has(*one.roles)]
    ahead = {
        name
        for name, by_source in known.moves.items()
        if subject.state in by_source and is_ahead(known.key, name, by_source[subject.state])
    }
    asides = sorted((one for one in taken if one.name not in ahead), key=_gravity)

    def shown(some: Iterable[Possibility]) -> list[Step]:
        return [_step(one, subject, known, actor) for one in some]

    return Steps(
        open=shown(one for one in taken if one.name in ahead),
        asides=shown(asides),
        blocked=shown(mine),
        others=shown(rest),
        elsewhere=_by_stage(distant, known),
    )


def _by_stage(some: Iterable[Possibility], known: Machine) -> list[Stage]:
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for one in some:
        found.setdefault(tuple(known.moves[one.name]), []).append((str(one.title), _who(one)))
    return [
        Stage(_(", ").join(label_of(known.model, state) for state in states), steps)
        for states, steps in found.items()
    ]


def _who(one: Possibility) -> str:
    return _(", ").join(str(ROLES[role].name) for role in one.roles if role in ROLES)


def _gravity(one: Possibility) -> bool:
    return one.target in EXCEPTIONAL


def _step(one: Possibility, subject: Any, known: Machine, actor: Actor) -> Step:
    moves_on = one.target != subject.state
    return Step(
        name=one.name,
        title=str(one.title),
        url=step_of(known.key, subject.pk, one.name),
        leads_to=label_of(known.model, one.target) if moves_on else "",
        grave=one.target in EXCEPTIONAL,
        reasons=tuple(str(reason.sentence) for reason in one.reasons),
        hindrances=tuple(str(reason.sentence) for reason in one.hindrances),
        who=_who(one),
        is_free=actor.reads_all_cases and one.from_here and not one.hindrances,
    )
