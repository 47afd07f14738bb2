"""What the pages of the trail call a subject and an act, with a life cycle or without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import Sentence
from web.words import label_of, step_title
from workflows.models import Event
from workflows.registry import Machine, machines


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Subjects that are remembered and have no life cycle: their model, their acts by name."""

    model: type[Any]
    acts: Mapping[str, Sentence]


_kinds: dict[str, Kind] = {}


def name_kind(subject_type: str, kind: Kind) -> None:
    """Let an upper room name subjects without a life cycle."""
    _kinds[subject_type] = kind


def kinds() -> list[tuple[str, str]]:
    """Return every kind of subject that has a file: (subject type, name)."""
    models = {known.key: known.model for known in machines()}
    models |= {key: kind.model for key, kind in _kinds.items()}
    return [(key, str(model._meta.verbose_name)) for key, model in sorted(models.items())]


def model_of(event: Event) -> type[Any] | None:
    """Return the model of the file an event belongs to; None where there is no file."""
    known = _machine(event)
    if known is not None:
        return known.model
    kind = _kinds.get(event.subject_type)
    return kind.model if kind else None


def act_of(event: Event) -> str:
    """Return what was done, in words."""
    known = _machine(event)
    if known is not None:
        return step_title(known, event.name, event.source)
    kind = _kinds.get(event.subject_type)
    return str(kind.acts[event.name]) if kind else event.name


def state_of(event: Event) -> str:
    """Return the state an event led to, in words; its code where there is no life cycle."""
    known = _machine(event)
    return label_of(known.model, event.target) if known else event.target


def _machine(event: Event) -> Machine | None:
    return {known.key: known for known in machines()}.get(event.subject_type)
