"""In which places a person may act, and in which language they read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Organisation, RoleGrant, User
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


@dataclass(frozen=True)
class Place:
    """An organisation a person belongs to, with the roles in force there."""

    membership_id: UUID
    organisation: Organisation
    roles: tuple[str, ...]


def places_of(person_id: UUID, *, at: datetime) -> list[Place]:
    """Return where a person holds roles, by name of the organisation.

    Looked up as the system: the places of one organisation are not seen from another.
    """
    with speaking_as(SYSTEM):
        grants = (
            RoleGrant.objects.in_force(at)
            .filter(person_id=person_id)
            .select_related("membership__organisation__country")
            .order_by("membership__organisation__name", "membership_id", "role")
        )
        return _gathered(grants)


def _gathered(grants: Iterable[RoleGrant]) -> list[Place]:
    found: dict[UUID, Place] = {}
    for grant in grants:
        former = found.get(grant.membership_id)
        roles = (*former.roles, grant.role) if former else (grant.role,)
        organisation = grant.membership.organisation
        found[grant.membership_id] = Place(grant.membership_id, organisation, roles)
    return list(found.values())


def prefer_language(person_id: UUID, language: str) -> None:
    """Remember in which language a person reads pages and mail; the caller speaks as them."""
    User.objects.get_queryset().filter(pk=person_id).update(language=language)
