"""What the staff enter besides the steps: each a form, an input and the one service it calls.

Declared by the rooms beside their API, and offered by the admin and by forms of the portal alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from common.errors import NotFound, Sentence
from web.inputs import Inputs
from workflows.actors import Actor
from workflows.moves import Policy

NOT_YET: Final = UUID(int=0)
"""The file of what is only begun."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What one sent form says, for the service to judge.

    ``pk`` and ``version`` are those of the file it is written into, ``part`` names a row of it;
    what is begun has none of them yet.
    """

    given: dict[str, Any]
    actor: Actor
    now: datetime
    pk: UUID = NOT_YET
    part: str = ""
    version: int = 0

    @property
    def begin(self) -> dict[str, Any]:
        """Return what every service takes that begins something."""
        return {"actor": self.actor, "now": self.now}

    @property
    def edit(self) -> dict[str, Any]:
        """Return what every edit of a case as a whole takes."""
        return {"pk": self.pk, **self.of_part}

    @property
    def of_part(self) -> dict[str, Any]:
        """Return what every edit of a part takes besides the part."""
        return {**self.begin, "version": self.version}

    @property
    def timeless(self) -> dict[str, Any]:
        """Return what an edit takes that asks for no moment."""
        return {"pk": self.pk, "actor": self.actor, "version": self.version}


def nothing(_subject: Any, _part: Any) -> dict[str, Any]:
    """Return no values to begin with."""
    return {}


def fields_of(inputs: type[Inputs]) -> list[str]:
    """Return the names an input asks for."""
    return [str(name) for name in inputs().fields]


def always(_subject: Any) -> bool:
    """Hold at every stage."""
    return True


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One form.

    ``by`` and ``at`` are the service's own policy and stage: they decide whether the form is
    offered, the service decides whether it is taken. ``initial`` gives the values it opens with.
    """

    name: str
    title: Sentence
    inputs: type[Inputs]
    call: Callable[[Written], Any]
    by: Policy
    at: Callable[[Any], bool] = always
    initial: Callable[[Any, Any], Mapping[str, Any]] = nothing
    hint: Sentence = ""
    ends: bool = False
    """The file is gone afterwards: one is led to what the service returns."""
    about: Mapping[type[Model], str] = field(default_factory=dict)
    """Files from which it is reached, and the input that names them."""

    def offered(self, subject: Any, actor: Actor) -> bool:
        """Tell whether the form is put before a person now."""
        return self.by(subject, actor) and self.at(subject)


@dataclass(frozen=True)
class Entries:
    """What is begun of one model, and what is written into a file of it."""

    begun: tuple[Entry, ...] = ()
    written: tuple[Entry, ...] = ()

    @property
    def every(self) -> tuple[Entry, ...]:
        """Return all of them."""
        return (*self.begun, *self.written)


_entries: dict[type[Model], Entries] = {}


def declare_entries(
    model: type[Model], *, begun: tuple[Entry, ...] = (), written: tuple[Entry, ...] = ()
) -> None:
    """Make the entries of a model known; called when the room is ready."""
    _entries[model] = Entries(begun, written)


def entries_of(model: type[Model]) -> Entries:
    """Return the entries of a model; most have none."""
    return _entries.get(model, Entries())


def every_entry() -> Iterator[tuple[type[Model], Entry]]:
    """Yield each entry with the model on whose pages it stands."""
    for model, entries in _entries.items():
        yield from ((model, one) for one in entries.every)


def entries_about(model: type[Model]) -> Iterator[tuple[type[Model], Entry]]:
    """Yield what is begun from a file of a model, each with the model it begins."""
    for begins, entries in _entries.items():
        yield from ((begins, one) for one in entries.begun if model in one.about)


def entry_of(found: tuple[Entry, ...], name: str) -> Entry:
    """Return the entry of a name.

    Raises:
        NotFound: there is none.
    """
    for one in found:
        if one.name == name:
            return one
    raise NotFound
