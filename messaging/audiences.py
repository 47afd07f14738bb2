"""Whom to tell, in the words rules are written in: roles of an organisation, or named people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from accounts.choices import OrganisationKind
from accounts.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Group:
    """People by their ids, or everyone holding one of ``roles`` in one of ``organisations``."""

    people: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    roles: frozenset[str] = frozenset()


Audience = Callable[[Any], Iterable[Group]]
"""Takes the subject of an event and says who is concerned."""


def members(path: str, *roles: str) -> Audience:
    """Return the holders of roles in the organisation whose id the subject keeps at ``path``."""
    read = attrgetter(path)

    def audience(subject: Any) -> Iterable[Group]:
        organisation = read(subject)
        if organisation is not None:
            yield Group(organisations=frozenset({organisation}), roles=frozenset(roles))

    return audience


def staff(*roles: str) -> Audience:
    """Return the holders of roles in UNODC."""

    def audience(_subject: Any) -> Iterable[Group]:
        own = Organisation.objects.filter(kind=OrganisationKind.UNODC)
        yield Group(
            organisations=frozenset(own.values_list("pk", flat=True)), roles=frozenset(roles)
        )

    return audience


def named(*paths: str) -> Audience:
    """Return the people whose ids the subject keeps at ``paths``; empty places are skipped."""
    readers = [attrgetter(path) for path in paths]

    def audience(subject: Any) -> Iterable[Group]:
        people = frozenset(person for read in readers if (person := read(subject)))
        if people:
            yield Group(people=people)

    return audience


def both(*audiences: Audience) -> Audience:
    """Join audiences into one."""

    def audience(subject: Any) -> Iterable[Group]:
        for each in audiences:
            yield from each(subject)

    return audience
