"""Turn audiences into people: active, holding the role at that moment, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import RoleGrant, User
from messaging.audiences import Group
from messaging.rules import Tell


def sentences_by_person(
    tells: Iterable[Tell], *, subject: object, at: datetime, but: UUID | None
) -> dict[User, Tell]:
    """Return who is told what; the first rule that reaches a person wins, the actor is left out."""
    told: dict[User, Tell] = {}
    for tell in tells:
        for person in _people(tell.audience(subject), at=at):
            if person.pk != but:
                told.setdefault(person, tell)
    return told


def _people(groups: Iterable[Group], *, at: datetime) -> Iterable[User]:
    wanted = Q(pk__in=())
    for group in groups:
        holding = RoleGrant.objects.in_force(at).filter(
            membership__organisation_id__in=group.organisations, role__in=group.roles
        )
        wanted |= Q(pk__in=group.people) | Q(pk__in=holding.values("person_id"))
    return User.objects.get_queryset().filter(wanted, is_active=True).order_by("pk")
