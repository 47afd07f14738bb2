"""The machines the engine knows; upper rooms register theirs in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from common.errors import UnknownTransition
from workflows.actors import Actor
from workflows.moves import Facts, Move, moves_of


class FactsBuilder(Protocol):
    """Gathers what guards may know, under the lock."""

    def __call__(
        self, subject: Any, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
    ) -> Facts:
        """Return the facts of one subject."""


class Verb(Protocol):
    """A service that takes one step."""

    def __call__(
        self,
        *,
        pk: UUID,
        actor: Actor,
        now: datetime,
        version: int | None = None,
        reason: str = "",
        **given: Any,
    ) -> Any:
        """Take the step and return the subject."""


@dataclass(frozen=True)
class Machine:
    """One kind of subject: its model, its facts, who may read its trail, and its verbs by name."""

    key: str
    model: type[Any]
    initial: str
    facts: FactsBuilder
    parties: Callable[[Any], Sequence[UUID]]
    verbs: dict[str, Verb] = field(default_factory=dict)
    reference: Callable[[Any], str] = lambda subject: getattr(subject, "reference", "") or ""

    @cached_property
    def moves(self) -> dict[str, dict[str, Move]]:
        """Return the declared moves: name -> source -> Move."""
        return moves_of(self.model)

    def declared(self, name: str) -> dict[str, Move]:
        """Return the moves of one name by source state.

        Raises:
            UnknownTransition: nothing of that name is declared.
        """
        try:
            return self.moves[name]
        except KeyError:
            raise UnknownTransition(data={"transition": name}) from None


_machines: dict[str, Machine] = {}


def register(machine: Machine) -> Machine:
    """Make a machine known under its key (once)."""
    _machines[machine.key] = machine
    return machine


def machine(key: str) -> Machine:
    """Return the machine registered under ``key``."""
    return _machines[key]


def machines() -> tuple[Machine, ...]:
    """Return all registered machines, in order of key."""
    return tuple(_machines[key] for key in sorted(_machines))


def machine_of(subject: Any) -> Machine:
    """Return the machine a subject moves through."""
    return next(known for known in _machines.values() if isinstance(subject, known.model))
