"""Where a country lies and what it is on a day, for constraints, snapshots and scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from operator import itemgetter

from django.db.models import QuerySet
from django.utils.translation import get_language

from reference.models.countries import Country, GroupMembership, Region
from reference.models.names import SIX


def statuses_of(countries: Collection[str], *, on: date) -> dict[str, frozenset[str]]:
    """Return the groups (LDC, LLDC, SIDS, DEVELOPING) of each country on a day, in one query."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    held = GroupMembership.objects.in_force(on=on).filter(country__in=countries)
    for country, group in held.values_list("country", "group"):
        found[country].add(group)
    return {country: frozenset(found[country]) for country in countries}


def named(countries: QuerySet[Country]) -> list[tuple[str, str]]:
    """Return code and name of each country in the language in force, by name.

    Only these columns are read: a country has seventeen, and a list of all is on many pages.
    """
    short = (get_language() or "en")[:2]
    column = f"name_{short if short in SIX else 'en'}"
    rows = countries.order_by().values_list("pk", column, "name_en")
    return sorted(((code, name or english) for code, name, english in rows), key=itemgetter(1))


def regions_of(country: str) -> frozenset[str]:
    """Return the M49 codes of every region a country lies in, the world included.

    An unknown country lies nowhere.
    """
    parents = dict(Region.objects.values_list("code", "parent"))
    code = Country.objects.filter(pk=country).values_list("region", flat=True).first()
    regions: set[str] = set()
    while code is not None and code not in regions:
        regions.add(code)
        code = parents.get(code)
    return frozenset(regions)


def country_named(text: str) -> Country | None:
    """Return the country of a code (two or three letters) or of a UN name in any language."""
    text = text.strip()
    for field in ("code", "alpha2", "m49"):
        found = Country.objects.filter(**{field: text.upper()}).first()
        if found is not None:
            return found
    names = ("name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")
    for field in names:
        found = Country.objects.filter(**{f"{field}__iexact": text}).first()
        if found is not None:
            return found
    return None
