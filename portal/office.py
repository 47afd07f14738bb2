"""The office of UNODC that donors write to: named once, shown wherever a donor may ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Office:
    """An office: what it is called, and where letters reach it."""

    name: str
    address: str


def office() -> Office:
    """Return the office that looks after donors, in the language in force."""
    return Office(
        name=_("Co-financing and Partnership Section, UNODC"),
        address=_("Vienna International Centre, P.O. Box 500, 1400 Vienna, Austria"),
    )
