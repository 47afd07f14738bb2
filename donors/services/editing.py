"""Open a pledge for an edit: seen, allowed to this person, at this stage, in this version."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotAllowed, Reason, Refused, StateMoved
from donors.lifecycle.published import check_ours
from donors.machines.pledge import PLEDGE
from donors.models import Pledge
from workflows import engine
from workflows.actors import Actor
from workflows.moves import Policy


def person_of(actor: Actor) -> UUID:
    """Return who acts; what a person must answer for is never done by nobody.

    Raises:
        NotAllowed: the actor is no person.
    """
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id


def open_pledge(
    *, pk: UUID, actor: Actor, version: int | None, by: Policy, stages: Collection[str]
) -> Pledge:
    """Return the pledge locked, its version grown by one; the caller changes and saves it.

    Raises:
        NotFound, Stale, NotAllowed, StateMoved (not at one of ``stages``), Refused (signed,
            or published elsewhere).
    """
    pledge: Pledge = engine.edit(PLEDGE, pk=pk, actor=actor, version=version, allowed=None)
    if not by(pledge, actor):
        raise NotAllowed(by.sentence)
    if pledge.state not in stages:
        raise StateMoved(data={"state": pledge.state, "allowed_from": sorted(stages)})
    check_ours(pledge)
    if pledge.signed_at is not None:
        sentence = _("The donor has signed; what is signed is not changed.")
        raise Refused(reasons=[Reason("already_signed", sentence)])
    return pledge
