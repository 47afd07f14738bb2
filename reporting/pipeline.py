"""How far requests came, and how long they waited with whom."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from reporting.sight import Sight
from ta_requests.choices.request import Court
from ta_requests.models import Turn

STAGES: Final[tuple[tuple[str, Sentence], ...]] = (
    ("submitted_at", _("Submitted")),
    ("acknowledged_at", _("Acknowledged")),
    ("assessed_at", _("Assessed")),
    ("circulated_at", _("Shown to donors")),
    ("funded_at", _("Funded")),
    ("delivery_started_at", _("Delivery began")),
    ("completed_at", _("Completed")),
)
"""The stages in order, by the moment at which a request reached each."""

BEFORE_CONSENT: Final = 3
"""The public sees requests from their circulation on: earlier stages would all say the same."""


@dataclass(frozen=True)
class Reached:
    """How many requests reached a stage; None where so few that it is not told."""

    label: str
    requests: int | None


@dataclass(frozen=True)
class Waited:
    """The working days a request spent with one court so far, on average; None if not told."""

    label: str
    days: Decimal | None
    requests: int | None


def funnel(sight: Sight, *, since_circulation: bool = False) -> list[Reached]:
    """Return how many requests reached each stage (one statement)."""
    stages = STAGES[BEFORE_CONSENT:] if since_circulation else STAGES
    counts = {name: Count("pk", filter=Q(**{f"{name}__isnull": False})) for name, _label in stages}
    found = sight.requests.order_by().aggregate(**counts)
    return [
        Reached(str(label), found[name] if sight.tells(found[name]) else None)
        for name, label in stages
    ]


def days_per_court(sight: Sight) -> list[Waited]:
    """Return the average of working days per request and court; pauses do not count."""
    rows = (
        Turn.objects.filter(request__in=sight.requests, ended_at__isnull=False, counts=True)
        .order_by()
        .values("court")
        .annotate(requests=Count("request", distinct=True), days=Sum("working_days"))
    )
    found = {row["court"]: row for row in rows}
    return [
        _waited(court, found.get(court.value, {"requests": 0, "days": 0}), sight)
        for court in (Court.STATE, Court.UNODC, Court.DONORS)
    ]


def _waited(court: Court, row: dict[str, int], sight: Sight) -> Waited:
    count = row["requests"]
    if not count or not sight.tells(count):
        return Waited(str(court.label), None, None)
    days = (Decimal(row["days"]) / count).quantize(Decimal("0.1"))
    return Waited(str(court.label), days, count)
