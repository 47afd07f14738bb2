"""What came of a pledge: the outputs its money was allotted to, with their latest counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from donors.models import Allotment
from reporting.results import ACCEPTED
from ta_requests.choices.delivery import AgeBand, Sex
from ta_requests.models import IndicatorValue, Output
from workflows.actors import Actor

MOST: Final = 60


@dataclass(frozen=True)
class Count:
    """One indicator: where it began, what was aimed at, and the latest count of some people."""

    title: str
    unit: str
    baseline: Decimal
    target: Decimal
    reached: Decimal
    on: date
    people: str


@dataclass(frozen=True)
class Result:
    """One output of a request the money works for."""

    title: str
    request: str
    status: str
    accepted: bool
    counts: list[Count] = field(default_factory=list)


def results_of(pledge_id: UUID, *, actor: Actor) -> list[Result]:
    """Return the outputs of the components a pledge pays for; two statements."""
    paid = Allotment.objects.visible_to(actor).filter(contribution__pledge=pledge_id)
    of_component = Q(component__in=paid.values("component"))
    of_request = Q(component=None, delivery__request__in=paid.values("request"))
    outputs = (
        Output.objects.visible_to(actor)
        .filter(of_component | of_request)
        .exclude(delivery__state="cancelled")
        .select_related("delivery__request")
        .order_by("delivery__request__reference", "number")
    )
    found = list(outputs[:MOST])
    counts = _counts_of([one.pk for one in found], actor)
    return [
        Result(
            title=str(one),
            request=one.delivery.request.reference or "",
            status=str(one.get_status_display()),
            accepted=one.status in ACCEPTED,
            counts=counts[one.pk],
        )
        for one in found
    ]


def _counts_of(outputs: list[UUID], actor: Actor) -> dict[UUID, list[Count]]:
    values = IndicatorValue.objects.visible_to(actor).filter(indicator__output__in=outputs)
    latest = (
        values.select_related("indicator")
        .order_by("indicator__title", "indicator_id", "sex", "age_band", "-on", "-recorded_at")
        .distinct("indicator__title", "indicator_id", "sex", "age_band")
    )
    found: defaultdict[UUID, list[Count]] = defaultdict(list)
    for one in latest:
        told = one.indicator
        found[told.output_id].append(
            Count(
                title=told.title,
                unit=told.unit,
                baseline=told.baseline,
                target=told.target,
                reached=one.value,
                on=one.on,
                people=_people(one),
            )
        )
    return found


def _people(value: IndicatorValue) -> str:
    named = []
    if value.sex != Sex.ALL:
        named.append(str(Sex(value.sex).label))
    if value.age_band != AgeBand.ALL:
        named.append(str(AgeBand(value.age_band).label))
    return _(", ").join(named)
