"""Let the system note what cash made of a pledge: paid in part, or in full."""

from __future__ import annotations

from datetime import datetime

from donors.choices.promises import PledgeState
from donors.machines.pledge import PLEDGE
from donors.models import Contribution, Pledge
from donors.services import instalments
from workflows import engine
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def note(contribution: Contribution, *, caused_by: str, now: datetime) -> Pledge:
    """Move the pledge on once something, or everything, was paid, applied or written down."""
    instalments.spread(contribution=contribution, now=now)
    with speaking_as(SYSTEM):
        pledge = Pledge.objects.get(pk=contribution.pledge_id)
        name = _next(pledge, contribution)
        if name:
            pledge = engine.perform(
                PLEDGE,
                pk=pledge.pk,
                name=name,
                actor=SYSTEM,
                now=now,
                data={"caused_by": caused_by},
            )
    return pledge


def _next(pledge: Pledge, contribution: Contribution) -> str:
    if pledge.state not in {PledgeState.AGREED, PledgeState.PARTLY_RECEIVED}:
        return ""
    if contribution.settled >= contribution.due:
        return "complete_receipts"
    if pledge.state == PledgeState.AGREED and contribution.applied > 0:
        return "note_application"
    return ""
