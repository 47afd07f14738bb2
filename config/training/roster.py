"""Who takes part in the training: organisations, their languages, and the people in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounts.choices import OrganisationKind
from accounts.roles import ROLES

UNODC: Final = "unodc"
DOMAIN: Final = "training.example"
"""No mail is ever delivered there (RFC 2606)."""

ADMINISTRATORS: Final = ("administrator", "administrator.2")
SECOND_PEOPLE: Final = (
    "programme_officer",
    "section_chief",
    "assessor",
    "cofinancing_officer",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
)
"""Duties that one object asks of two people."""


@dataclass(frozen=True)
class Place:
    """An organisation: the name its people go by, kind, country, own name, and what it does."""

    key: str
    kind: OrganisationKind
    country: str = ""
    name: str = ""
    language: str = "en"
    asks: bool = False
    gives: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles its people hold, one person each."""
        asking = ("ms_drafter", "ms_authority") if self.asks else ()
        giving = ("donor_rep", "donor_authority") if self.gives else ()
        return asking + giving


STATE: Final = OrganisationKind.STATE
PLACES: Final = (
    Place("madagascar", STATE, "MDG", language="fr", asks=True),
    Place("comoros", STATE, "COM", language="fr", asks=True),
    Place("malawi", STATE, "MWI", asks=True),
    Place("laos", STATE, "LAO", asks=True),
    Place("fiji", STATE, "FJI", asks=True),
    Place("paraguay", STATE, "PRY", language="es", asks=True),
    Place("bolivia", STATE, "BOL", language="es", asks=True),
    Place("kyrgyzstan", STATE, "KGZ", language="ru", asks=True),
    Place("jordan", STATE, "JOR", language="ar", asks=True, gives=True),
    Place("china", STATE, "CHN", language="zh-hans", asks=True),
    Place("norway", STATE, "NOR", gives=True),
    Place("japan", STATE, "JPN", gives=True),
    Place("union", OrganisationKind.IGO, name="Training Union of States", gives=True),
    Place("foundation", OrganisationKind.FOUNDATION, name="Training Foundation", gives=True),
    Place("company", OrganisationKind.PRIVATE, name="Training Works Company", gives=True),
    Place("association", OrganisationKind.NGO, name="Training Release Association", gives=True),
    Place("institute", OrganisationKind.ACADEMIC, name="Training Penal Institute", gives=True),
)


def staff() -> Iterator[tuple[str, str]]:
    """Give the name and role of everyone at UNODC but the administrators."""
    for role in ROLES.values():
        if OrganisationKind.UNODC in role.kinds and role.code != "administrator":
            yield role.code, role.code
            if role.code in SECOND_PEOPLE:
                yield f"{role.code}.2", role.code


def address(name: str) -> str:
    """Return the address somebody signs in with."""
    return f"{name}@{DOMAIN}"
