"""The way of released money: from donors through themes to regions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from donors.models import Allotment
from reference.models import Theme
from reporting.coverage import continents
from reporting.sight import Sight
from workflows.actors import Actor


@dataclass(frozen=True)
class Stream:
    """Released USD (gross, as booked, less what was taken back) of one donor, theme and region."""

    donor: str
    theme: str
    region: str
    usd: Decimal
    requests: int


def streams(sight: Sight, *, actor: Actor) -> list[Stream]:
    """Return the streams of the money an actor may see, by the donor's name."""
    allotments = Allotment.objects.visible_to(actor).filter(request__in=sight.requests)
    rows = _grouped(allotments, "organisation")
    givers = Organisation.objects.select_related("country")
    names = {one.pk: one.display_name for one in givers.filter(pk__in={row[0] for row in rows})}
    return _named(rows, names, sight)


def published_streams(sight: Sight) -> list[Stream]:
    """Return the streams by the kind of donor: who gave is not for the public to read."""
    allotments = Allotment.objects.filter(request__in=sight.requests)
    rows = _grouped(allotments, "contribution__donor_kind")
    return _named(rows, {kind.value: str(kind.label) for kind in OrganisationKind}, sight)


def _grouped(allotments: Any, giver: str) -> list[tuple[Any, str, str, Decimal, int]]:
    """Return rows (giver, theme, region, usd, requests) of what was released."""
    return list(
        allotments.filter(~Q(released_at=None), usd_gross__gt=F("usd_reversed"))
        .order_by()
        .values_list(
            giver,
            Coalesce("component__theme__parent", "component__theme"),
            "request__country__region",
        )
        .annotate(
            usd=Sum(F("usd_gross") - F("usd_reversed")), requests=Count("request", distinct=True)
        )
    )


def _named(
    rows: list[tuple[Any, str, str, Decimal, int]], givers: dict[Any, str], sight: Sight
) -> list[Stream]:
    """Put names for codes, add up what lies in one region, and keep what may be told."""
    themes = {one.code: str(one) for one in Theme.objects.all()}
    regions = continents()
    sums: dict[tuple[str, str, str], tuple[Decimal, int]] = {}
    for giver, theme, region, usd, requests in rows:
        key = (givers[giver], themes[theme], regions[region])
        known = sums.get(key, (Decimal(0), 0))
        sums[key] = (known[0] + usd, known[1] + requests)
    found = [Stream(*key, usd, requests) for key, (usd, requests) in sums.items()]
    return sorted(
        (one for one in found if sight.tells(one.requests)),
        key=lambda one: (one.donor, one.theme, one.region),
    )
