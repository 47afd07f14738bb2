"""Turn audiences into people: active, holding a role at that moment, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import RoleGrant, User
from messaging.audiences import Group
from messaging.rules import Tell


@dataclass(frozen=True)
class Recipient:
    """One person to be told, in which capacity, and what."""

    person: User
    organisation_id: UUID
    tell: Tell


def recipients_of(
    tells: Iterable[Tell], *, subject: object, at: datetime, but: UUID | None
) -> list[Recipient]:
    """Return who is told what; the first rule that reaches a person wins, the actor is left out.

    One query per rule. Whoever holds no role any more is told nothing.
    """
    told: dict[UUID, Recipient] = {}
    for tell in tells:
        for grant in _grants(tell.audience(subject), at=at):
            if grant.person_id != but:
                found = Recipient(grant.person, grant.membership.organisation_id, tell)
                told.setdefault(grant.person_id, found)
    return list(told.values())


def _grants(groups: Iterable[Group], *, at: datetime) -> Iterator[RoleGrant]:
    wanted = Q(pk__in=())
    for group in groups:
        wanted |= Q(person_id__in=group.people)
        wanted |= Q(membership__organisation_id__in=group.organisations, role__in=group.roles)
    grants = RoleGrant.objects.in_force(at).filter(wanted, person__is_active=True)
    yield from grants.select_related("person", "membership").order_by("person_id", "id")
