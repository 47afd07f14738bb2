"""Who may give whom a role: administrators only, never to oneself, two of them per grant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, RoleGrant
from accounts.roles import ROLES, may_join
from common.errors import NotAllowed, Reason
from workflows.actors import Actor

ADMINISTRATOR = "administrator"


def check_administrator(actor: Actor) -> None:
    """Refuse anybody who is not an administrator."""
    if not actor.has(ADMINISTRATOR):
        raise NotAllowed(data={"roles": [ADMINISTRATOR]})


def check_not_oneself(actor: Actor, person_id: UUID | None) -> None:
    """Refuse to give a role to oneself (DOMAIN 2.7)."""
    if person_id is not None and actor.person_id == person_id:
        sentence = _("Nobody gives a role to themselves.")
        raise NotAllowed(sentence, reasons=[Reason("not_to_oneself", sentence)])


def check_second(actor: Actor, first_id: UUID | None) -> None:
    """Refuse the confirmation of one's own proposal."""
    if actor.person_id == first_id:
        sentence = _("A second administrator must confirm this.")
        raise NotAllowed(sentence, reasons=[Reason("second_person_needed", sentence)])


def wrong_roles(
    roles: list[str], organisation: Organisation, held: frozenset[str] = frozenset()
) -> list[Reason]:
    """Return why these roles cannot be held together, or not in this kind of organisation."""
    if not roles or any(role not in ROLES for role in roles):
        return [Reason("role_unknown", _("There is no such role."), "roles")]
    if any(organisation.kind not in ROLES[role].kinds for role in roles):
        sentence = _("Members of this kind of organisation cannot hold this role.")
        return [Reason("role_not_for_kind", sentence, "roles")]
    together = held | frozenset(roles)
    if not all(may_join(role, together) for role in roles):
        sentence = _("These roles cannot be held by one person.")
        return [Reason("roles_incompatible", sentence, "roles")]
    return []


def held_or_pending(person_id: UUID, *, at: datetime) -> frozenset[str]:
    """Return the roles a person holds or is about to hold, in any organisation."""
    live = RoleGrant.objects.filter(person_id=person_id, revoked_at__isnull=True)
    ended = live.filter(valid_to__lte=at).values("pk")
    return frozenset(live.exclude(pk__in=ended).values_list("role", flat=True))
