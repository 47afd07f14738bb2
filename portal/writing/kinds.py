"""A writing: one form of one kind of case, the input it asks for and the one service it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from common.errors import NotFound, Sentence
from web.inputs import Inputs
from workflows.actors import Actor
from workflows.moves import Policy


@dataclass(frozen=True, kw_only=True)
class Written:
    """What one sent form says, for the service to judge; ``part`` names a row of the case."""

    pk: UUID
    part: str
    given: dict[str, Any]
    actor: Actor
    now: datetime
    version: int

    @property
    def edit(self) -> dict[str, Any]:
        """Return what every edit of a case as a whole takes."""
        return {"pk": self.pk, **self.of_part}

    @property
    def of_part(self) -> dict[str, Any]:
        """Return what every edit of a part takes besides the part."""
        return {"actor": self.actor, "now": self.now, "version": self.version}


def nothing(_subject: Any, _part: Any) -> dict[str, Any]:
    """Return no values to begin with."""
    return {}


def fields_of(inputs: type[Inputs]) -> list[str]:
    """Return the names an input asks for."""
    return [str(name) for name in inputs().fields]


def whole(_subject: Any, part: str, _actor: Actor) -> Any:
    """Accept no part: the form is about the case itself."""
    if part:
        raise NotFound
    return None


def always(_subject: Any) -> bool:
    """Hold at every stage."""
    return True


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One form.

    ``by`` and ``at`` are the service's own policy and stage: they decide whether the form is
    offered, the service decides whether it is taken. ``part`` finds the row a form is about.
    """

    name: str
    title: Sentence
    inputs: type[Inputs]
    call: Callable[[Written], Any]
    by: Policy
    at: Callable[[Any], bool] = always
    initial: Callable[[Any, Any], Mapping[str, Any]] = nothing
    part: Callable[[Any, str, Actor], Any] = whole
    of_part: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    hint: Sentence = ""
    aside: str = ""

    def offered(self, subject: Any, actor: Actor) -> bool:
        """Tell whether the form is put before a person now."""
        return self.by(subject, actor) and self.at(subject)
