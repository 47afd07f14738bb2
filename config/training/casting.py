"""Give the roles: two administrators by the operator, everyone else by the two of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.choices import OrganisationKind
from accounts.models import Membership, Organisation, User
from accounts.services import grants, organisations
from accounts.services.appointing import appoint
from config.training.cast import Cast, assemble
from config.training.password import training_password
from config.training.roster import ADMINISTRATORS, PLACES, UNODC, Place, address, staff
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

BASIS = "training"


def make_cast(began: datetime) -> Cast:
    """Save people and organisations in one transaction and return them."""
    with transaction.atomic():
        password = training_password()
        with speaking_as(SYSTEM):
            appoint({address(name): password for name in ADMINISTRATORS}, now=began)
        cast = assemble(began)
        hashed = make_password(password)
        for place in PLACES:
            organisation = _organisation(cast, place)
            for role in place.roles:
                _member(cast, f"{place.key}.{role}", role, organisation, hashed, place.language)
        unodc = _unodc()
        for name, role in staff():
            _member(cast, name, role, unodc, hashed, "en")
    return assemble(began)


def _organisation(cast: Cast, place: Place) -> Organisation:
    made: Organisation = cast.let(
        ADMINISTRATORS[0],
        organisations.add,
        kind=place.kind,
        name=place.name or place.key.capitalize(),
        country_id=place.country or None,
    )
    return made


def _unodc() -> Organisation:
    with speaking_as(SYSTEM):
        return Organisation.objects.get(kind=OrganisationKind(UNODC))


def _member(
    cast: Cast, name: str, role: str, organisation: Organisation, hashed: str, language: str
) -> None:
    """Let somebody in as if invited, and grant the role by two administrators."""
    now = cast.began + timedelta(days=1)
    first, second = ADMINISTRATORS
    with speaking_as(SYSTEM):
        person = User.objects.create(
            email=address(name), name=_title(name), password=hashed, language=language
        )
        member = Membership.objects.create(user=person, organisation=organisation)
    granted = cast.let(
        first, grants.grant, membership_id=member.pk, role=role, basis=BASIS, now=now
    )
    cast.let(second, grants.confirm, pk=granted.pk, now=now)


def _title(name: str) -> str:
    """Return what somebody is called: the part they play, because they are nobody."""
    return name.replace("ms_", "").replace("_", " ").replace(".", " ").capitalize()
