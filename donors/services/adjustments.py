"""Enter, approve and refuse what corrects or moves money outside of allotments (DOMAIN 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from common.errors import NotAllowed, NotFound
from donors.choices.adjustments import AdjustmentKind
from donors.lifecycle.published import check_ours
from donors.machines.adjustments import ADJUSTMENT
from donors.models import Adjustment, Contribution
from donors.policies.money import BY_CERTIFYING, BY_TREASURY
from donors.services import completing, levies, moving, positions
from donors.services.contributions import lock_contributions
from donors.services.entering import Wanted, put, told
from workflows import engine
from workflows.actors import Actor
from workflows.moves import Policy

ENTERED_BY: Final[Mapping[AdjustmentKind, Policy]] = {
    AdjustmentKind.WRITE_DOWN: BY_CERTIFYING,
    AdjustmentKind.REFUND: BY_TREASURY,
    AdjustmentKind.APPLICATION: BY_TREASURY,
    AdjustmentKind.REPROGRAMMING: BY_CERTIFYING,
    AdjustmentKind.LEVY: BY_TREASURY,
    AdjustmentKind.REVALUATION: BY_TREASURY,
}
"""Who enters which; an approving officer decides on each."""


def enter(*, contribution_id: UUID, wanted: Wanted, actor: Actor, now: datetime) -> Adjustment:
    """Enter an adjustment of a contribution; refund and levy set their amount aside at once.

    Raises:
        NotFound, NotAllowed (not the officer of this kind, or the relationship owner), Invalid
        (something is missing), Refused (what ``POSSIBLE`` says, or published elsewhere).
    """
    by = ENTERED_BY[wanted.kind]
    with transaction.atomic():
        held = _held(contribution_id, wanted.target_id, actor)
        cash = held[contribution_id]
        if not by(cash, actor) or cash.relationship_owner_id == actor.person_id:
            raise NotAllowed(by.sentence, data={"roles": list(by.roles)})
        for contribution in held.values():
            check_ours(contribution)
        return put(
            wanted,
            cash=cash,
            target=held.get(wanted.target_id),
            role=by.role_of(actor),
            actor=actor,
            now=now,
        )


def approve(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Adjustment:
    """Approve what another officer entered: the money moves and its journal is posted."""

    def move(act: engine.Act) -> None:
        act.data.update(told(act.subject))
        moving.approved(act, cash, target)

    with transaction.atomic():
        ids = _ids_of(pk, actor)
        held = lock_contributions([one for one in ids if one is not None])
        cash, target = held[ids[0]], held.get(ids[1])  # type: ignore[arg-type]
        adjustment: Adjustment = engine.perform(
            ADJUSTMENT,
            pk=pk,
            name="approve",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=move,
        )
        for contribution in held.values():
            completing.note(contribution, caused_by="adjustment", now=now)
            levies.ask(contribution, on=adjustment.value_on, actor=actor, now=now)
            positions.push(positions.requests_of(contribution), now, caused_by=actor)
    return adjustment


def refuse(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Adjustment:
    """Refuse what another officer entered; what it had set aside is free again."""

    def release(act: engine.Act) -> None:
        moving.refused(act, held[ids[0]])

    with transaction.atomic():
        ids = _ids_of(pk, actor)
        held = lock_contributions([ids[0]])
        adjustment: Adjustment = engine.perform(
            ADJUSTMENT,
            pk=pk,
            name="refuse",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=release,
        )
    return adjustment


def _ids_of(pk: UUID, actor: Actor) -> tuple[UUID, UUID | None]:
    visible = Adjustment.objects.visible_to(actor).filter(pk=pk)
    found = visible.values_list("contribution_id", "target_id").first()
    if found is None:
        raise NotFound
    return found


def _held(contribution_id: UUID, target_id: UUID | None, actor: Actor) -> dict[Any, Contribution]:
    """Lock the contributions an adjustment is about, by id ascending."""
    wanted = {pk for pk in (contribution_id, target_id) if pk is not None}
    visible = Contribution.objects.visible_to(actor).filter(pk__in=wanted)
    if visible.count() != len(wanted):
        raise NotFound
    return lock_contributions(list(wanted))
