"""Turn a signed-in person into the actor the service works with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import RoleGrant, User
from accounts.roles import scopes_of
from common.written import Written
from workflows.actors import NOBODY, Actor

HELD = Written(
    lambda *, person, at: (
        RoleGrant.objects.in_force(at)
        .filter(person_id=person)
        .order_by("membership__organisation__name", "membership_id")
        .values_list(
            "membership_id",
            "role",
            "membership__organisation_id",
            "membership__organisation__country_id",
        )
    ),
    person=UUID,
    at=datetime,
)
"""The roles of a person in force, and whose they are: asked by every request."""


def actor_of(
    user: User,
    *,
    at: datetime,
    membership_id: UUID | None = None,
    only: frozenset[str] | None = None,
) -> Actor:
    """Return the person acting for one organisation with the roles in force at ``at``.

    Without ``membership_id`` the first membership (by organisation name) that grants anything is
    taken. ``only`` narrows the roles (a token's). One query. A person without a role in force is
    nobody: signed in, but seeing nothing.
    """
    by_membership: dict[UUID, tuple[UUID, str, set[str]]] = {}
    for granted_to, role, organisation_id, country in HELD(person=user.pk, at=at):
        entry = by_membership.setdefault(granted_to, (organisation_id, country or "", set()))
        entry[2].add(role)
    chosen = membership_id or next(iter(by_membership), None)
    if not user.is_active or chosen is None or chosen not in by_membership:
        return Actor(person_id=user.pk, language=user.language) if user.is_active else NOBODY
    organisation_id, country_code, held = by_membership[chosen]
    roles = frozenset(held if only is None else held & only)
    return Actor(
        person_id=user.pk,
        organisation_id=organisation_id,
        country_code=country_code,
        roles=roles,
        scopes=scopes_of(roles),
        language=user.language,
    )
