"""Allotments that reach their state by the steps people take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from common.money import Money
from donors.models import Allotment, Contribution, Pledge
from donors.services import allotments, reversals, spending
from ta_requests.models import Component, FundingPosition, Request
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from tests.stock import told_once
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

SHOWN = BEGINNING + timedelta(days=10)
"""By then five working days have passed, and donors see what was circulated."""

ROAD = ("proposed", "certified", "released", "obligated", "spent", "closed")
WHO = {
    "certify": "certifying_officer",
    "release": "approving_officer",
    "certify_reversal": "certifying_officer.2",
    "refuse_reversal": "approving_officer",
    "reverse": "approving_officer",
    "reduce": "approving_officer",
    "reject": "certifying_officer",
    "obligate": "treasury_officer",
    "deobligate": "treasury_officer",
    "spend": "treasury_officer",
    "close": "treasury_officer",
}
VERBS = {
    name: getattr(room, name)
    for room in (allotments, reversals, spending)
    for name in WHO
    if hasattr(room, name)
}


def circulated(world: World, **story: Any) -> Request:
    """Return a request on show to donors, with one component in force per proposal."""
    return request_at(world, "funding_sought", **story)


Row = TypeVar("Row", bound=Model)


def read(model: type[Row], pk: UUID) -> Row:
    """Return an object as it stands now, whoever may see it."""
    with speaking_as(SYSTEM):
        return model._default_manager.get(pk=pk)


def events_of(pk: UUID) -> list[Event]:
    """Return the trail of an object."""
    with speaking_as(SYSTEM):
        return list(Event.objects.of(pk))


def components_of(request: Request) -> list[Component]:
    """Return the components in force, in their order."""
    with speaking_as(SYSTEM):
        standing = Component.objects.standing().of_request(request.pk)
        return list(standing.select_related("request").order_by("number"))


def position(request: Request) -> FundingPosition:
    """Return what the request was told about money."""
    with speaking_as(SYSTEM):
        return FundingPosition.objects.get(request_id=request.pk)


def contribution_of(pledge: Pledge) -> Contribution:
    """Return the contribution of a pledge as it stands now."""
    with speaking_as(SYSTEM):
        return Contribution.objects.select_related("pledge").get(pledge_id=pledge.pk)


def contribution(
    world: World, money: Money | None = None, *, state: str = "received", **terms: Any
) -> Contribution:
    """Return a contribution whose cash arrived as far as ``state`` says."""
    return contribution_of(promise_at(world, state, money=money, **terms).pledge)


@dataclass
class Share:
    """One allotment in the making; each step is taken by the right person."""

    world: World
    contribution: Contribution
    component: Component
    gross: Decimal
    now: datetime = SHOWN
    pk: UUID = field(init=False)

    def propose(self, by: str = "cofinancing_officer") -> Allotment:
        """Propose it."""
        with self.world.as_(by):
            made = allotments.propose(
                contribution_id=self.contribution.pk,
                component_id=self.component.pk,
                gross=self.gross,
                actor=self.world[by],
                now=self.now,
            )
        self.pk = made.pk
        return made

    def take(self, name: str, by: str = "", **given: Any) -> Allotment:
        """Take one step of its life cycle."""
        by = by or WHO[name]
        with self.world.as_(by):
            moved: Allotment = VERBS[name](pk=self.pk, actor=self.world[by], now=self.now, **given)
        return moved

    def walk_to(self, state: str) -> None:
        """Take the straight way: all of it obligated and spent in the end."""
        steps = ROAD[: ROAD.index(state) + 1]
        self.propose()
        for name, reached in (("certify", "certified"), ("release", "released")):
            if reached in steps:
                self.take(name)
        for name, reached in (("obligate", "obligated"), ("spend", "spent")):
            if reached in steps:
                self.take(name, amount=self.allotment.programmable)
        if state == "closed":
            self.take("close")

    @property
    def allotment(self) -> Allotment:
        """Read the allotment again."""
        return read(Allotment, self.pk)


@told_once
def share_at(
    world: World,
    state: str = "released",
    *,
    contribution: Contribution,
    component: Component,
    gross: Decimal,
    now: datetime = SHOWN,
) -> Share:
    """Return an allotment that lived its way to ``state``, with its steps at hand."""
    share = Share(world, contribution, component, gross, now)
    share.walk_to(state)
    return share
