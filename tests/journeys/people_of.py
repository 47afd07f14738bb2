"""Let organisations that a test only learns of later join its world, with people of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from accounts.choices import OrganisationKind
from accounts.models import Membership, Organisation, RoleGrant, User
from accounts.roles import scopes_of
from reference.models import Country
from tests.world import World
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ASKING = ("ms_drafter", "ms_authority")
GIVING = ("donor_rep", "donor_authority")


def join(world: World, kind: OrganisationKind, *, name: str, country: str = "") -> str:
    """Return the key of an organisation, which joins the world unless it is there already."""
    for key, known in world.organisations.items():
        if known.country_id == country if country else known.name == name:
            return key
    key = f"joined{len(world.organisations)}"
    with speaking_as(SYSTEM):
        called = Country.objects.get(pk=country).name_en if country else name
        world.organisations[key] = Organisation.objects.create(
            kind=kind, name=called, country_id=country or None
        )
        roles = (*ASKING, *GIVING) if kind == OrganisationKind.STATE else GIVING
        for role in roles:
            world.actors[f"{key}.{role}"] = _person(world.organisations[key], key, role)
    return key


def _person(organisation: Organisation, key: str, role: str) -> Actor:
    person = User.objects.create(email=f"{key}.{role}@training.example", name=role)
    member = Membership.objects.create(user=person, organisation=organisation)
    RoleGrant.objects.create(
        membership=member,
        person=person,
        role=role,
        valid_from=LONG_AGO,
        granted_at=LONG_AGO,
        confirmed_at=LONG_AGO,
    )
    return Actor(
        person_id=person.pk,
        organisation_id=organisation.pk,
        country_code=organisation.country_id or "",
        roles=frozenset({role}),
        scopes=scopes_of(frozenset({role})),
    )


def seen_from(world: World, key: str) -> World:
    """Return the same world in which this State is the one that asks ("state")."""
    asking = {f"state.{role}": world[f"{key}.{role}"] for role in ASKING}
    return replace(
        world,
        organisations={**world.organisations, "state": world.organisations[key]},
        actors={**world.actors, **asking},
    )
