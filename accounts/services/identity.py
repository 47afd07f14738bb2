"""Turn a signed-in person into the actor the service works with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import Membership, RoleGrant, User
from accounts.roles import scopes_of
from workflows.actors import NOBODY, Actor


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
    grants = (
        RoleGrant.objects.in_force(at)
        .filter(person_id=user.pk)
        .select_related("membership__organisation")
        .order_by("membership__organisation__name", "membership_id")
    )
    by_membership: dict[UUID, tuple[Membership, set[str]]] = {}
    for grant in grants:
        entry = by_membership.setdefault(grant.membership_id, (grant.membership, set()))
        entry[1].add(grant.role)
    chosen = membership_id or next(iter(by_membership), None)
    if not user.is_active or chosen is None or chosen not in by_membership:
        return Actor(person_id=user.pk, language=user.language) if user.is_active else NOBODY
    membership, held = by_membership[chosen]
    roles = frozenset(held if only is None else held & only)
    return Actor(
        person_id=user.pk,
        organisation_id=membership.organisation_id,
        country_code=membership.organisation.country_id or "",
        roles=roles,
        scopes=scopes_of(roles),
        language=user.language,
    )
