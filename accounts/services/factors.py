"""Second factors: does a person have one, may one go, and what a person signing in may touch."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.models import User
from workflows.actors import Actor

AT_THE_DOOR: Final = Actor(scopes=frozenset({"door"}))
"""Who speaks while somebody signs in: sees people and their factors, and no case at all."""


def factors_of(person_id: UUID) -> QuerySet[Authenticator]:
    """Return the authenticator apps and passkeys of a person; recovery codes only stand in."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person_id, type__in=kinds)


def has_one(person: User) -> bool:
    """Tell whether a second factor is asked of this person at the door."""
    return factors_of(person.pk).exists()


def is_last(factor: Authenticator) -> bool:
    """Tell whether nothing would remain without this factor."""
    return not factors_of(factor.user_id).exclude(pk=factor.pk).exists()
