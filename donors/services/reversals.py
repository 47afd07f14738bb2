"""Take released money back: a certifying and an approving officer, or the end of a request."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext

from donors.choices.money import AllotmentState
from donors.models import Allotment
from donors.services.holding import act
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as


def certify_reversal(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    amount: Decimal,
) -> Allotment:
    """Certify that an amount, gross, may be taken back: at most what is not obligated."""
    return act(
        name="certify_reversal",
        pk=pk,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        amount=amount,
    )


def refuse_reversal(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Leave the money where it is although its reversal was certified."""
    return act(name="refuse_reversal", pk=pk, actor=actor, now=now, version=version, reason=reason)


def reverse(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Take a whole allotment back, as certified by another person."""
    return act(name="reverse", pk=pk, actor=actor, now=now, version=version, reason=reason)


def reduce(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Take a part of an allotment back, as certified by another person."""
    return act(name="reduce", pk=pk, actor=actor, now=now, version=version, reason=reason)


def release_everything(*, request_id: UUID, actor: Actor, now: datetime) -> int:
    """Give back all that is not obligated on a request ``actor`` ended; return how many gave.

    Runs as the system within the act that ended the request; the contributions are held already.
    What is obligated stays until a treasury officer has liquidated it.
    """
    with speaking_as(SYSTEM):
        waiting = Allotment.objects.open().filter(request_id=request_id)
        ended = [
            allotment
            for allotment in waiting.order_by("contribution_id", "pk")
            if allotment.state != AllotmentState.RELEASED or allotment.unobligated.is_positive
        ]
        for allotment in ended:
            act(
                name=_ending_of(allotment),
                pk=allotment.pk,
                actor=SYSTEM,
                now=now,
                reason=gettext("The request ended."),
                data={"caused_by": actor.person_id, "request": request_id},
            )
    return len(ended)


def _ending_of(allotment: Allotment) -> str:
    if allotment.state != AllotmentState.RELEASED:
        return "reject"
    return "reverse" if allotment.unobligated == allotment.left else "reduce"
