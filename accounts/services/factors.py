"""Second factors: does a person have one, may one go, and what a person signing in may touch."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.models import User
from accounts.services import sessions
from accounts.services.announcing import tell_owner
from accounts.services.duties import check_administrator, check_not_oneself
from common.errors import NotFound
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

AT_THE_DOOR: Final = Actor(scopes=frozenset({"door"}))
"""Who speaks while somebody signs in: sees people and their factors, and no case at all."""


def factors_of(person_id: UUID) -> QuerySet[Authenticator]:
    """Return the authenticator apps and passkeys of a person; recovery codes only stand in."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person_id, type__in=kinds)


def has_one(person: User) -> bool:
    """Tell whether a second factor is asked of this person at the door."""
    return factors_of(person.pk).exists()


def remove_all(*, pk: UUID, actor: Actor, now: datetime) -> None:
    """Take away every factor of somebody who lost them; staff set one up at their next sign-in.

    One administrator decides: every session ends, the password is still asked for, and a letter
    tells the owner.

    Raises:
        NotAllowed (not an administrator, or one's own), NotFound.
    """
    check_administrator(actor)
    check_not_oneself(actor, pk)
    if not User.objects.visible_to(actor).filter(pk=pk).exists():
        raise NotFound
    with speaking_as(SYSTEM):
        Authenticator.objects.filter(user_id=pk).delete()
    sessions.end_all(pk)
    tell_owner(pk, "remove_all_factors", actor=actor, now=now)


def is_last(factor: Authenticator) -> bool:
    """Tell whether nothing would remain without this factor."""
    return not factors_of(factor.user_id).exclude(pk=factor.pk).exists()
