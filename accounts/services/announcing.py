"""Write what happened to an account into its trail; the outbox sees to the letter."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from workflows import relay, trail
from workflows.actors import SYSTEM, Actor
from workflows.models import TrailHead
from workflows.principal import speaking_as

ACCOUNT: Final = "account"
"""Subject type of what happens to a person's own account."""


def announce(
    *,
    subject_type: str,
    subject_id: UUID,
    name: str,
    actor: Actor,
    now: datetime,
    actor_role: str = "",
    target: str = "",
) -> None:
    """Remember one event, in this transaction; its delivery is asked for after the commit."""
    with speaking_as(SYSTEM):
        if not TrailHead.objects.filter(pk=subject_id).exists():
            trail.open_trail(subject_type=subject_type, subject_id=subject_id, parties=[])
        trail.remember(
            trail.Happening(
                subject_type=subject_type,
                subject_id=subject_id,
                subject_reference="",
                version=1,
                name=name,
                source="",
                target=target,
                actor=actor,
                actor_role=actor_role,
                reason="",
                data={},
                effective_at=now,
            )
        )
    transaction.on_commit(relay.nudge)


def tell_owner(person_id: UUID, name: str, *, actor: Actor, now: datetime) -> None:
    """Remember what was done to a person's account, and have a letter tell them."""
    announce(subject_type=ACCOUNT, subject_id=person_id, name=name, actor=actor, now=now)
