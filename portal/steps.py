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
    """One step: its words, where it is taken, whether it may be, and why not."""

    name: str
    title: str
    url: str
    leads_to: str
    grave: bool
    reasons: tuple[str, ...]
    who: str


@dataclass(frozen=True)
class Steps:
    """What the person may do now, and what stands in the way of the rest."""

    open: list[Step]
    asides: list[Step]
    blocked: list[Step]
    others: list[Step]


def steps_of(subject: Any, *, known: Machine, actor: Actor, now: datetime) -> Steps:
    """Return the steps from where the subject stands; those of other people come apart."""
    possible = [
        one
        for one in available(subject, actor=actor, now=now, machine=known)
        if one.from_here and one.by_a_person
    ]
    taken = [one for one in possible if one.allowed]
    mine = [one for one in possible if not one.allowed and actor.has(*one.roles)]
    rest = [one for one in possible if not one.allowed and not actor.has(*one.roles)]
    ahead = {
        name
        for name, by_source in known.moves.items()
        if subject.state in by_source and is_ahead(known.key, name, by_source[subject.state])
    }
    asides = sorted((one for one in taken if one.name not in ahead), key=_gravity)
    return Steps(
        open=_shown((one for one in taken if one.name in ahead), subject, known),
        asides=_shown(asides, subject, known),
        blocked=_shown(mine, subject, known),
        others=_shown(rest, subject, known),
    )


def _shown(possible: Iterable[Possibility], subject: Any, known: Machine) -> list[Step]:
    return [_step(one, subject, known) for one in possible]


def _gravity(one: Possibility) -> bool:
    return one.target in EXCEPTIONAL


def _step(one: Possibility, subject: Any, known: Machine) -> Step:
    moves_on = one.target != subject.state
    return Step(
        name=one.name,
        title=str(one.title),
        url=step_of(known.key, subject.pk, one.name),
        leads_to=label_of(known.model, one.target) if moves_on else "",
        grave=one.target in EXCEPTIONAL,
        reasons=tuple(str(reason.sentence) for reason in one.reasons),
        who=_(", ").join(str(ROLES[role].name) for role in one.roles if role in ROLES),
    )
