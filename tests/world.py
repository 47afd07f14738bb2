"""A small world for tests: two States, two donors, a foundation, and UNODC with every role."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from accounts.choices import OrganisationKind
from accounts.models import Membership, Organisation, RoleGrant, User
from accounts.roles import ROLES, scopes_of
from reference.models import Country
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

BEGINNING = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
"""The moment tests start from: the day of the carried UN operational rates."""

PASSWORD = "a-long-training-phrase"  # noqa: S105 - a training phrase for people who do not exist

STATES = {"state": "MDG", "other_state": "JOR"}
DONORS = {
    "donor": (OrganisationKind.STATE, "NOR"),
    "other_donor": (OrganisationKind.STATE, "JPN"),
    "foundation": (OrganisationKind.FOUNDATION, ""),
}
SECOND_PEOPLE = (
    "programme_officer",
    "section_chief",
    "assessor",
    "cofinancing_officer",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
    "administrator",
)


@dataclass
class World:
    """Organisations and actors by name.

    Actors: ``state.ms_drafter``, ``state.ms_authority`` (and ``other_state.…``),
    ``donor.donor_rep``, ``donor.donor_authority`` (and ``other_donor.…``, ``foundation.…``,
    ``state.donor_authority`` for local resources), every UNODC role by its code
    (``section_chief``) and a second person for some (``section_chief.2``).
    """

    organisations: dict[str, Organisation] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    is_shelved: bool = False
    """Whether stories of this world may be told once and laid down again."""

    def __getitem__(self, name: str) -> Actor:
        """Return an actor by name."""
        return self.actors[name]

    def as_(self, name: str) -> AbstractContextManager[datetime]:
        """Open a transaction in which the database knows this person."""
        return speaking_as(SYSTEM if name == "system" else self.actors[name])

    def user(self, name: str) -> User:
        """Return the person behind an actor, for signing in over HTTP."""
        return self.users[name]

    def name_of(self, person_id: UUID) -> str:
        """Return the name of the actor with this person id."""
        return next(name for name, actor in self.actors.items() if actor.person_id == person_id)


def make_world() -> World:
    """Save the people and organisations (needs reference data); speak as the system meanwhile."""
    world = World()
    with speaking_as(SYSTEM):
        for name, code in STATES.items():
            _organisation(world, name, OrganisationKind.STATE, code)
        for name, (kind, code) in DONORS.items():
            _organisation(world, name, kind, code)
        _organisation(world, "unodc", OrganisationKind.UNODC, "")
        _people(world)
    return world


def _organisation(world: World, name: str, kind: OrganisationKind, code: str) -> None:
    country = Country.objects.get(pk=code) if code else None
    label = country.name_en if country else f"Training {name}"
    world.organisations[name] = Organisation.objects.create(kind=kind, name=label, country=country)


def _people(world: World) -> None:
    places: list[tuple[str, str, str]] = []
    for state in STATES:
        places += [(f"{state}.{role}", state, role) for role in ("ms_drafter", "ms_authority")]
        places += [(f"{state}.{role}", state, role) for role in ("donor_rep", "donor_authority")]
    for donor in DONORS:
        places += [(f"{donor}.{role}", donor, role) for role in ("donor_rep", "donor_authority")]
    staff = [role.code for role in ROLES.values() if OrganisationKind.UNODC in role.kinds]
    places += [(role, "unodc", role) for role in staff]
    places += [(f"{role}.2", "unodc", role) for role in SECOND_PEOPLE]
    hashed = make_password(PASSWORD)
    users, members, grants = [], [], []
    for name, place, role in places:
        user = User(email=f"{name}@training.example", name=name, password=hashed)
        member = Membership(user=user, organisation=world.organisations[place])
        grants.append(
            RoleGrant(
                membership=member,
                person=user,
                role=role,
                valid_from=datetime(2020, 1, 1, tzinfo=UTC),
                granted_at=datetime(2020, 1, 1, tzinfo=UTC),
                confirmed_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
        )
        users.append(user)
        members.append(member)
        world.users[name] = user
        world.actors[name] = _actor(user, world.organisations[place], role)
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(members)
    RoleGrant.objects.bulk_create(grants)


def _actor(user: User, organisation: Organisation, role: str) -> Actor:
    roles = frozenset({role})
    return Actor(
        person_id=user.pk,
        organisation_id=organisation.pk,
        country_code=organisation.country_id or "",
        roles=roles,
        scopes=scopes_of(roles),
    )
