"""A writing: one form of one kind of case in the portal, about the case or a row of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from common.errors import NotFound
from web.entries import Entry
from workflows.actors import Actor


def whole(_subject: Any, part: str, _actor: Actor) -> Any:
    """Accept no part: the form is about the case itself."""
    if part:
        raise NotFound
    return None


@dataclass(frozen=True, kw_only=True)
class Writing(Entry):
    """One form; ``part`` finds the row it is about."""

    part: Callable[[Any, str, Actor], Any] = whole
    of_part: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    aside: str = ""


def writing(entry: Entry, **more: Any) -> Writing:
    """Return the writing of what the staff enter elsewhere too."""
    said = {one.name: getattr(entry, one.name) for one in fields(Entry)}
    return Writing(**{**said, **more})
