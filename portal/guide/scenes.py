"""What a guided walk is made of: scenes, each with what lies before the newcomer and its choices.

A scene about a step is judged by the very life cycle that judges real cases, on a subject that
lives in memory alone: nothing of it is saved, so nothing can count anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Sentence
from portal.steps import Steps, steps_of
from workflows.actors import Actor
from workflows.moves import Facts
from workflows.registry import machine

SEEN: Final = "seen"
NOT_HERE: Final = _("This step is open to you too, but the case asks for another one. Read again.")


@dataclass(frozen=True)
class Newcomer:
    """Who walks, and when: what a scene is made for."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """Return the day of the walk."""
        return day_of(self.now)


@dataclass(frozen=True)
class Choice:
    """One button: its words, what is answered to it, and whether the walk goes on with it."""

    name: str
    label: Sentence
    answer: Sentence = ""
    is_right: bool = False


ON: Final = Choice(SEEN, _("I have read it: go on"), is_right=True)
"""The choice of whoever has no step to take in a scene."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What lies before the newcomer; every part but the choices may be missing."""

    choices: Sequence[Choice]
    facts: Sequence[tuple[Sentence, Any]] = ()
    subject: Any = None
    steps: Steps | None = None
    components: Sequence[Any] = ()
    line: Sequence[Any] = ()
    asks_amount: bool = False


@dataclass(frozen=True)
class Scene:
    """One thing to do: its name in the walk, its words, and what is shown."""

    name: str
    title: Sentence
    text: Sentence
    shown: Callable[[Newcomer], Shown]


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A part of the process: whose it is, its scenes in order, and the real pages of it.

    ``pages`` are names of routes with their arguments, each with the words of its link.
    """

    key: str
    title: Sentence
    roles: frozenset[str]
    scenes: tuple[Scene, ...]
    pages: tuple[tuple[str, tuple[str, ...], Sentence], ...]

    def scene(self, name: str) -> Scene | None:
        """Return the scene of a name."""
        return next((one for one in self.scenes if one.name == name), None)

    def lesson(self, scene: Scene) -> str:
        """Return the name under which a scene is remembered."""
        return f"{self.key}.{scene.name}"

    def ahead(self, learnt: Sequence[str]) -> Scene | None:
        """Return the first scene that is not behind the newcomer; None at the end."""
        return next((one for one in self.scenes if self.lesson(one) not in learnt), None)


def question(
    *choices: Choice, told: Callable[[Newcomer], Mapping[str, Any]] | None = None
) -> Callable[[Newcomer], Shown]:
    """Ask what the newcomer would do; ``told`` gives what is shown besides, as ``Shown`` has it."""

    def shown(person: Newcomer) -> Shown:
        return Shown(choices=choices, **(told(person) if told else {}))

    return shown


def step(
    key: str,
    right: str,
    made: Callable[[Newcomer], tuple[Any, Facts]],
    told: Callable[[Newcomer], Mapping[str, Any]] | None = None,
) -> Callable[[Newcomer], Shown]:
    """Show the steps of a made-up subject as its life cycle allows them, and ask for one.

    ``made`` gives the subject and what its guards may know. Whoever may not take the step, by
    role or by duty, reads why and goes on.
    """

    def shown(person: Newcomer) -> Shown:
        subject, facts = made(person)
        known = replace(machine(key), facts=_told(facts))
        steps = steps_of(subject, known=known, actor=person.actor, now=person.now)
        return Shown(
            subject=subject,
            steps=steps,
            choices=_choices(steps, right, known.moves[right][subject.state].effect),
            **(told(person) if told else {}),
        )

    return shown


def _told(facts: Facts) -> Any:
    def facts_of(
        _subject: Any, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
    ) -> Facts:
        return replace(facts, actor=actor, now=now, given=given)

    return facts_of


def _choices(steps: Steps, right: str, effect: Sentence) -> list[Choice]:
    """Return the steps open to the newcomer as choices; reading on where theirs is not asked."""
    taken = [*steps.open, *steps.asides]
    if right not in {one.name for one in taken}:
        return [ON]
    return [
        Choice(one.name, one.title, effect, is_right=True)
        if one.name == right
        else Choice(one.name, one.title, NOT_HERE)
        for one in taken
    ]
