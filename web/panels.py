"""Tables of the admin's pages: of a file, and of what an amount comes to before it is committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from common.errors import Sentence
from workflows.actors import Actor


@dataclass(frozen=True)
class Panel:
    """One table of a file: rows of cells, the first of which names the row."""

    title: Sentence
    rows: Sequence[Sequence[Any]]
    heads: Sequence[Sentence] = ()
    note: Sentence = ""


Attached = Callable[[Any, Actor], Sequence[Panel]]
Before = Callable[[Any, datetime], Sequence[Panel]]

_attached: dict[type[Model], list[Attached]] = {}
_before: dict[type[Model], Before] = {}


def attach(model: type[Model], find: Attached) -> None:
    """Let an upper room add panels to the files of a lower one."""
    _attached.setdefault(model, []).append(find)


def attached_to(subject: Any, actor: Actor) -> list[Panel]:
    """Return the panels that were added to a file."""
    return [panel for find in _attached.get(type(subject), ()) for panel in find(subject, actor)]


def tell_before(model: type[Model], find: Before) -> None:
    """Have the steps and entries of a model show what ``find`` says of the subject."""
    _before[model] = find


def panels_before(subject: Any, *, now: datetime) -> Sequence[Panel]:
    """Return what must be before a person's eyes; nothing where no money is committed."""
    find = _before.get(type(subject))
    return find(subject, now) if find else ()
