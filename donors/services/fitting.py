"""Which contributions may pay for a component, and what stands in the way of the others.

The same requirements that are asked when an allotment is proposed are asked here, for every
contribution with free cash at once: a number of statements that does not grow with them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet, UUIDField, Value

from common.errors import NotFound, Reason
from common.money import Money
from donors.lifecycle.allotment_guards import ELIGIBLE
from donors.machines.allotment import IN_FORCE, donor_of, facts_from, target_of
from donors.models import Allotment, Contribution
from ta_requests.models import Component, Request
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

MOST: Final = 200


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One contribution with free cash: how much, and why it may not be used here (if so)."""

    contribution: Contribution
    available: Money
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        """Tell whether an allotment within the free cash would be taken."""
        return not self.reasons


def component_for(*, component_id: UUID, actor: Actor) -> Component:
    """Return a component with what its target is made of.

    Raises:
        NotFound: unknown, or not visible to the actor.
    """
    visible = Component.objects.visible_to(actor)
    wanted = visible.select_related("request__country", "theme__parent").filter(pk=component_id)
    component = wanted.first()
    if component is None:
        raise NotFound
    return component


def fits(component: Component, *, actor: Actor, now: datetime) -> list[Fit]:
    """Return the contributions with free cash, those that may be used first."""
    found = list(_with_free_cash(actor))
    with speaking_as(SYSTEM):
        knowing = _knowing(component.request, {one.organisation_id for one in found})
        target = target_of(component)
    told: list[Fit] = []
    for one in found:
        imagined = _imagined(one, component)
        imagined.facts = facts_from(
            imagined,
            one,
            component,
            target=target,
            known=one.organisation_id in knowing,
            facts={"actor": actor, "now": now, "given": {}},
        )
        failing = tuple(need.as_reason() for need in ELIGIBLE if not need(imagined))
        told.append(Fit(contribution=one, available=one.available, reasons=failing))
    return sorted(told, key=lambda one: (not one.fits, len(one.reasons)))


def _with_free_cash(actor: Actor) -> QuerySet[Contribution]:
    taken = F("certified") + F("released") + F("closed") - F("reversed") + F("refunded")
    own = Contribution.objects.visible_to(actor).ours()
    agreed = own.filter(pledge__state__in=IN_FORCE)
    free = agreed.filter(received__gt=F("unapplied") + taken)
    return free.select_related("pledge", "organisation__country").order_by("agreed_at", "pk")[:MOST]


def _knowing(request: Request, donors: Collection[UUID]) -> set[UUID]:
    """Return those donors that may know of a request, each by its own sight, in one statement."""
    asked = [
        Request.objects.visible_to(donor_of(donor))
        .filter(pk=request.pk)
        .order_by()
        .values_list(Value(donor, output_field=UUIDField()), flat=True)
        for donor in donors
    ]
    local = {request.organisation_id} & set(donors)
    if not asked:
        return local
    together: QuerySet[Any, Any] = reduce(lambda one, other: one.union(other, all=True), asked)
    return set(together) | local


def _imagined(contribution: Contribution, component: Component) -> Allotment:
    """Return an allotment of nothing, to be judged by all but its amount."""
    nothing = Decimal(0)
    return Allotment(
        contribution=contribution,
        organisation_id=contribution.organisation_id,
        request_id=component.request_id,
        component=component,
        currency=contribution.currency,
        psc_rate=contribution.psc_rate,
        gross=nothing,
        programmable=nothing,
        psc=nothing,
    )
