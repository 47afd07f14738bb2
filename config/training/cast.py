"""The people of the training by name, and the floor to speak from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Organisation, RoleGrant, User
from accounts.services.identity import actor_of
from config.training.moments import today_of
from config.training.roster import ADMINISTRATORS, DOMAIN, PLACES, address
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

SYSTEM_NAME = "system"


@dataclass
class Cast:
    """Actors and organisations by name, and the training's today.

    Names: ``madagascar.ms_authority``, ``norway.donor_rep``, ``section_chief``,
    ``section_chief.2``, ``system``.
    """

    began: datetime
    actors: dict[str, Actor] = field(default_factory=lambda: {SYSTEM_NAME: SYSTEM})
    organisations: dict[str, UUID] = field(default_factory=dict)

    @property
    def today(self) -> datetime:
        """Return the day the stories lead up to."""
        return today_of(self.began)

    def __getitem__(self, name: str) -> Actor:
        """Return an actor by name."""
        return self.actors[name]

    def as_(self, name: str) -> AbstractContextManager[datetime]:
        """Open a transaction in which the database knows this person."""
        return speaking_as(self[name])

    def let(self, name: str, verb: Callable[..., Any], /, **given: Any) -> Any:
        """Have somebody do something."""
        with self.as_(name):
            return verb(actor=self[name], **given)


def began() -> datetime | None:
    """Return when the training's history began here; None where there is no training."""
    with speaking_as(SYSTEM):
        first = RoleGrant.objects.filter(person__email=address(ADMINISTRATORS[0]))
        return first.values_list("granted_at", flat=True).order_by("granted_at").first()


def assemble(moment: datetime) -> Cast:
    """Find everyone again (the people are in the database)."""
    cast = Cast(began=moment)
    countries = {place.country: place.key for place in PLACES if place.country}
    names = {place.name: place.key for place in PLACES if place.name}
    with speaking_as(SYSTEM):
        for organisation in Organisation.objects.all():
            key = countries.get(organisation.country_id or "") or names.get(organisation.name)
            if key:
                cast.organisations[key] = organisation.pk
        for person in User.objects.filter(email__endswith=f"@{DOMAIN}"):
            cast.actors[person.email.partition("@")[0]] = actor_of(person, at=cast.today)
    return cast
