"""What a list of requests is narrowed by: one meaning of each filter, for API and portal alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from reference.models import Country
from ta_requests.models import Component, Request


def in_region(requests: QuerySet[Request], code: str) -> QuerySet[Request]:
    """Keep the requests of countries in an M49 region, at whatever depth."""
    return requests.filter(country__in=Country.objects.in_region(code))


def in_group(requests: QuerySet[Request], group: str, *, on: date) -> QuerySet[Request]:
    """Keep the requests of countries that are LDC, LLDC, SIDS ... on a day."""
    return requests.filter(country__in=Country.objects.in_group(group, on=on))


def about_theme(requests: QuerySet[Request], code: str) -> QuerySet[Request]:
    """Keep the requests about a theme or one of its parts."""
    links = Request.themes.through.objects.filter(Q(theme=code) | Q(theme__parent=code))
    return requests.filter(pk__in=links.values("request_id"))


def of_type(requests: QuerySet[Request], code: str) -> QuerySet[Request]:
    """Keep the requests for a type of assistance."""
    links = Request.assistance_types.through.objects.filter(assistancetype=code)
    return requests.filter(pk__in=links.values("request_id"))


def in_phase(requests: QuerySet[Request], phase: int) -> QuerySet[Request]:
    """Keep the requests that have a costed component in a phase."""
    planned = Component.objects.standing().filter(request=OuterRef("pk"), phase=phase)
    return requests.filter(Exists(planned))


def with_gross(requests: QuerySet[Any]) -> QuerySet[Any]:
    """Add ``gross``: what the components in force cost in US dollars, support cost included."""
    standing = Component.objects.standing().filter(request=OuterRef("pk")).order_by()
    gross = standing.values("request").annotate(sum=Sum("gross")).values("sum")
    annotated: QuerySet[Any] = requests.annotate(gross=Subquery(gross))
    return annotated


def costing(
    requests: QuerySet[Any], *, least: Decimal | None = None, most: Decimal | None = None
) -> QuerySet[Any]:
    """Keep the requests (read ``with_gross``) whose gross costs lie in a range, ends included."""
    if least is not None:
        requests = requests.filter(gross__gte=least)
    if most is not None:
        requests = requests.filter(gross__lte=most)
    return requests
