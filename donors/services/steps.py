"""Make the verb of a step that needs nothing but the engine."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.actors import Actor
from workflows.engine import After, perform
from workflows.registry import Machine, Verb


def step(machine: Machine, name: str, *, after: After | None = None) -> Verb:
    """Return the verb that takes one declared step; what it does stands in the life cycle."""

    def verb(
        *,
        pk: UUID,
        actor: Actor,
        now: datetime,
        version: int | None = None,
        reason: str = "",
        **given: Any,
    ) -> Any:
        return perform(
            machine,
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given=given,
            after=after,
        )

    verb.__name__ = verb.__qualname__ = name
    return verb
