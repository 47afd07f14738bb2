"""Where every history begins: a request, what donors signed for it, and the people who act."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from common.money import Money
from donors.models import Contribution
from reference.services.rates import rate_on
from ta_requests.models import Component, Request
from tests.factories.allotments import SHOWN, circulated, components_of, contribution_of
from tests.factories.assessments import IN_KIND, TRAINING
from tests.factories.in_kind import line_of
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from tests.model.books import NET, TERMS
from tests.model.pots import Terms
from tests.model.rehearsal import ROLES
from tests.model.words import PREPARED, UNTIL, Word
from tests.stock import told_once
from tests.world import World
from workflows.actors import Actor

PEOPLE = (
    "cofinancing_officer",
    "cofinancing_officer.2",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
)
"""The people of the model by their numbers; the first of them looks after the donors."""


@dataclass
class Stage:
    """What a history is lived with; what it makes is kept by number, as in the model."""

    world: World
    request: Request
    hidden: Request
    components: list[Component]
    item: UUID
    pots: list[Contribution]
    prepared: list[UUID]
    rates: dict[str, Decimal]
    day: int = 0
    done: int = 0
    words: list[UUID] = field(default_factory=list)
    shares: list[UUID] = field(default_factory=list)
    adjustments: list[UUID] = field(default_factory=list)
    suspended: list[UUID] = field(default_factory=list)
    amendments: list[UUID] = field(default_factory=list)
    gifts: list[UUID] = field(default_factory=list)
    months: list[UUID] = field(default_factory=list)

    def begin(self) -> None:
        """Forget what another history made."""
        del self.pots[len(TERMS) :]
        self.words = list(self.prepared)
        self.shares, self.adjustments, self.suspended = [], [], []
        self.amendments, self.gifts, self.months = [], [], []
        self.day = 0

    @property
    def now(self) -> datetime:
        """Return the moment at which everybody acts."""
        return SHOWN + timedelta(days=self.day)

    def person(self, number: int) -> Actor:
        """Return somebody who holds every role."""
        return replace(self.world[PEOPLE[number]], roles=ROLES | {"programme_officer"})

    def house_of(self, donor: UUID) -> str:
        """Return the name of a donor in the world."""
        houses = self.world.organisations.items()
        return next(name for name, one in houses if one.pk == donor)


@told_once
def open_stage(world: World) -> Stage:
    """Ask, assess, circulate; agree on contributions of which no cash has come."""
    training = replace(TRAINING, net=Money(NET, "USD"))
    request = circulated(world, proposals=(training, training, IN_KIND))
    pledges = [
        promise_at(world, "agreed", **_promised(terms), request=request.pk) for terms in TERMS
    ]
    words = [
        promise_at(world, "signed", **_promised(word.terms), request=request.pk, **_condition(word))
        for word in PREPARED
    ]
    return Stage(
        world=world,
        request=request,
        hidden=request_at(world, "submitted"),
        components=components_of(request)[:2],
        item=line_of(request).pk,
        pots=[contribution_of(one.pledge) for one in pledges],
        prepared=[one.pk for one in words],
        rates={one.currency: rate_on(one.currency, SHOWN.date()).units_per_usd for one in TERMS},
    )


def _promised(terms: Terms) -> dict[str, Any]:
    money = Money(terms.amount, terms.currency)
    tight = {"earmark_category": "4"} if terms.tight else {}
    return {"donor": terms.house, "money": money, **tight}


def _condition(word: Word) -> dict[str, Any]:
    if word.waits_for is None:
        return {}
    return {
        "condition": "If others give what is missing.",
        "condition_basis": "amount",
        "condition_figure": word.waits_for,
        "condition_on": SHOWN.date() + timedelta(days=UNTIL),
    }
