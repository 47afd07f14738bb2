"""The operator of the service appoints the first administrators (DOMAIN 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Membership, Organisation, RoleGrant, User
from accounts.services.duties import ADMINISTRATOR, held_or_pending

FEWEST: Final = 2


def appoint(passwords: Mapping[str, str], *, now: datetime) -> set[str]:
    """Give the role of administrator to each address (spoken as the system).

    Returns the addresses that were not known before; the others keep their password.

    Raises:
        ValueError: fewer than two in the end, or somebody holds another role.
    """
    unodc, _ = Organisation.objects.get_or_create(
        kind=OrganisationKind.UNODC, defaults={"name": "UNODC"}
    )
    made: set[str] = set()
    for address, password in passwords.items():
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            person = User.objects.create_user(address, password, name=address.partition("@")[0])
            made.add(address)
        _grant(person, unodc, now=now)
    in_force = RoleGrant.objects.in_force(now).filter(role=ADMINISTRATOR)
    if in_force.values("person").distinct().count() < FEWEST:
        message = "appoint at least two administrators: every grant needs two"
        raise ValueError(message)
    return made


def _grant(person: User, unodc: Organisation, *, now: datetime) -> None:
    held = held_or_pending(person.pk, at=now)
    if held - {ADMINISTRATOR}:
        message = f"{person.email} holds other roles; an administrator holds no other"
        raise ValueError(message)
    if ADMINISTRATOR in held:
        return
    membership, _ = Membership.objects.get_or_create(user=person, organisation=unodc)
    RoleGrant.objects.create(
        membership=membership,
        person=person,
        role=ADMINISTRATOR,
        basis="appointed by the operator",
        valid_from=now,
        granted_at=now,
        confirmed_at=now,
    )
