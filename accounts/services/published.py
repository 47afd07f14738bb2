"""Find the organisation behind a name that others have published, or keep it under that name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.db import connection

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from reference.models import Country

OURSELVES: Final = ("unodc", "united nations office on drugs and crime")
BRACKETS: Final = re.compile(r"\(.*?\)")
LOOSE: Final = re.compile(r"[\W_]+")
NAMES: Final = ("name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")
CALLED: Final[Mapping[str, str]] = {
    "cape verde": "CPV",
    "czech republic": "CZE",
    "east timor": "TLS",
    "great britain": "GBR",
    "holland": "NLD",
    "ivory coast": "CIV",
    "korea": "KOR",
    "laos": "LAO",
    "macedonia": "MKD",
    "moldova": "MDA",
    "north korea": "PRK",
    "palestine": "PSE",
    "russia": "RUS",
    "south korea": "KOR",
    "swaziland": "SWZ",
    "syria": "SYR",
    "tanzania": "TZA",
    "turkey": "TUR",
    "uk": "GBR",
    "united kingdom": "GBR",
    "united states": "USA",
    "usa": "USA",
    "vietnam": "VNM",
}
"""Names that publishers use and the United Nations does not, or no longer does."""


def plain(name: str) -> str:
    """Return a name as it is compared: small letters, no brackets, no signs, no article."""
    words = LOOSE.sub(" ", BRACKETS.sub(" ", name).casefold()).strip()
    return words.removeprefix("the ").strip()


class Countries:
    """Every country by every name it is known under, read once for a whole import."""

    def __init__(self) -> None:
        """Read the countries as they are named today."""
        self._codes: dict[str, str] = dict(CALLED)
        for code, alpha2, *names in Country.objects.values_list("code", "alpha2", *NAMES):
            self._codes |= {plain(name): code for name in (alpha2, code, *names) if plain(name)}

    def code_of(self, name: str) -> str | None:
        """Return the code of a country by a code or a name, "Korea, Republic of" included."""
        before, comma, after = name.partition(",")
        turned = f"{after} {before}" if comma else name
        return self._codes.get(plain(name)) or self._codes.get(plain(turned))


def organisation_called(
    *, name: str, kind: OrganisationKind, country_id: str | None = None
) -> Organisation:
    """Return the organisation of that country or name; kept anew where there is none.

    A State is found by its country, whatever the publisher calls it; any other by its name. To
    be called as the system, within a transaction: two imports of one name take turns.
    """
    key = country_id or plain(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"named:{key}"])
    known = Organisation.objects.select_related("country")
    if plain(name) in OURSELVES:
        found = known.filter(kind=OrganisationKind.UNODC).first()
    elif kind == OrganisationKind.STATE:
        found = known.filter(kind=kind, country=country_id).first()
    else:
        found = known.filter(name__iexact=name).exclude(kind=OrganisationKind.STATE).first()
    return found or _kept(name=name, kind=kind, country_id=country_id)


def _kept(*, name: str, kind: OrganisationKind, country_id: str | None) -> Organisation:
    country = Country.objects.filter(pk=country_id).first()
    organisation = Organisation(
        kind=kind, name=country.name_en if country else name, country_id=country_id
    )
    organisation.full_clean(validate_constraints=True)
    organisation.save(force_insert=True)
    return organisation
