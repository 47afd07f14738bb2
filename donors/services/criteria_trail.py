"""Remember who set, changed or withdrew a donor's standing criteria, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from donors.models import StandingCriteria
from workflows import relay, trail
from workflows.actors import Actor
from workflows.models import TrailHead

STANDING_CRITERIA: Final = "standing_criteria"
"""Subject type of what is remembered; criteria have no life cycle, and so no machine."""

NOTE: Final = "note"
"""A text that may name people: that it changed is remembered, never what it said."""


def remember_change(
    criteria: StandingCriteria,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    empty: Mapping[str, Any],
    role: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Append ``set``, ``change`` or ``withdraw`` to the chain of the saved criteria.

    ``data`` holds what changed alone, each member as ``{"before": ..., "after": ...}``: codes, and
    US dollars gross. Criteria older than the trail begin theirs with their next change.
    """
    _open(criteria)
    trail.remember(
        trail.Happening(
            subject_type=STANDING_CRITERIA,
            subject_id=criteria.pk,
            subject_reference="",
            version=criteria.version,
            name=_name(criteria, after, empty),
            source="",
            target="",
            actor=actor,
            actor_role=role,
            reason="",
            data=_changed(before, after),
            effective_at=now,
        )
    )
    transaction.on_commit(relay.nudge)


def _open(criteria: StandingCriteria) -> None:
    """Begin the chain of criteria that have none; their donor may read it."""
    if not TrailHead.objects.filter(pk=criteria.pk).exists():
        trail.open_trail(
            subject_type=STANDING_CRITERIA,
            subject_id=criteria.pk,
            parties=[criteria.organisation_id],
        )


def _name(criteria: StandingCriteria, after: Mapping[str, Any], empty: Mapping[str, Any]) -> str:
    if criteria.version == 1:
        return "set"
    return "withdraw" if after == empty else "change"


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in after.items() if before[name] != value}
    return {
        name: True if name == NOTE else {"before": before[name], "after": value}
        for name, value in changed.items()
    }
