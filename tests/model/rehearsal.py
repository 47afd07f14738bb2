"""The life cycle itself, taken through its steps in memory: our guards, policies and arithmetic."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from common.errors import DomainError, Invalid, NotAllowed, Reason
from common.money import Money, parts_of_gross
from donors.lifecycle import balances
from donors.lifecycle.allotment_guards import ELIGIBLE, WITHIN_CAP
from donors.lifecycle.earmark import Target
from donors.machines.allotment import ALLOTMENT, facts_from
from donors.models import Allotment, Contribution, Pledge
from donors.services.holding import Standing, move_cash
from ta_requests.models import Component, Request
from tests.model.parts import NOTHING, RATE
from tests.model.pots import Pot
from tests.model.steps import Codes, Step
from workflows import engine
from workflows.actors import Actor

NOW: Final = datetime(2026, 10, 11, 8, tzinfo=UTC)
ROLES: Final = frozenset(
    {"cofinancing_officer", "certifying_officer", "approving_officer", "treasury_officer"}
)
PERSONS: Final = tuple(UUID(int=number + 1) for number in range(5))
PEOPLE: Final = tuple(Actor(person_id=person, roles=ROLES) for person in PERSONS)
"""Everybody holds every role; the first looks after the donors."""


def codes_of(refusal: DomainError) -> Codes:
    """Return what a refusal says, duties as one word: who they are is the guard's business."""
    if isinstance(refusal, NotAllowed):
        return frozenset({"duty"})
    return frozenset(reason.code for reason in refusal.reasons) or frozenset({refusal.code})


def _contribution(pot: Pot) -> Contribution:
    return Contribution(
        pledge=Pledge(state="agreed"),
        organisation_id=uuid4(),
        donor_kind="state",
        relationship_owner_id=PEOPLE[0].person_id,
        starts_on=NOW.date(),
        currency=pot.currency,
        amount=pot.amount,
        psc_rate=RATE,
    )


def _request(state: str) -> Request:
    return Request(id=UUID(int=0), state=state, circulated_at=NOW, country_id="MDG")


@dataclass
class Rehearsal:
    """Contributions and allotments that were never saved."""

    request: Request = field(default_factory=lambda: _request("funding_sought"))
    pots: list[Contribution] = field(default_factory=list)
    shares: list[Allotment] = field(default_factory=list)

    def refusal(self, step: Step, *, state: str) -> Codes:
        """Take a step on a share of a request in a state; return why not, if it is refused."""
        self.request = _request(state)
        try:
            self.propose(step) if step.name == "propose" else self.take(step)
        except DomainError as refused:
            return codes_of(refused)
        return frozenset()

    def follow(self, pots: list[Pot]) -> None:
        """Let contributions have the state and the cash of those of the model, all of it usable."""
        self.pots += [_contribution(pot) for pot in pots[len(self.pots) :]]
        for pot, mine in zip(pots, self.pots, strict=True):
            mine.pledge.__dict__["state"] = pot.state
            mine.received, mine.received_usd = pot.usable, pot.usable_usd
            mine.refunded, mine.refundable, mine.levied = pot.gone, NOTHING, NOTHING

    def propose(self, step: Step) -> None:
        money = Money(step.amount, self.pots[step.on].currency)
        if not money.is_positive:
            raise Invalid(reasons=[Reason("amount_missing", "", "gross")])
        parts = parts_of_gross(money, RATE)
        one = Allotment(
            contribution=self.pots[step.on],
            request=self.request,
            component=self._component(step.component),
            currency=money.currency,
            psc_rate=RATE,
            gross=money.amount,
            programmable=parts.programmable.amount,
            psc=parts.psc.amount,
            proposed_by_id=PERSONS[step.who],
        )
        one.facts = self._facts(one, step)
        engine.check(one, (*ELIGIBLE, WITHIN_CAP))
        self.shares.append(one)

    def take(self, step: Step) -> None:
        """Do what ``engine.perform`` does between the lock and the trail."""
        one = self.shares[step.on]
        one.facts = self._facts(one, step)
        engine.judge(one, ALLOTMENT.declared(step.name), PEOPLE[step.who])
        before = copy.copy(one)
        getattr(one, step.name)()
        one.version += 1
        move_cash(one.contribution, before=Standing.of(before), after=Standing.of(one))

    def _component(self, number: int) -> Component:
        return Component(id=UUID(int=number), request=self.request, status="frozen")

    def _facts(self, one: Allotment, step: Step) -> Any:
        given = {"actor": PEOPLE[step.who], "now": NOW, "given": {"amount": step.amount}}
        target = Target(
            country="MDG",
            regions=frozenset(),
            themes=frozenset(),
            assistance_type="",
            request=self.request.pk,
            component=one.component_id,
        )
        component = self._component(one.component_id.int)
        return facts_from(one, one.contribution, component, target=target, known=True, facts=given)


def parts_add_up(one: Allotment) -> bool:
    """Tell whether nothing was lost or made between the parts of an allotment (invariant 6)."""
    return (
        one.programmable + one.psc == one.gross
        and 0 <= one.spent <= one.obligated <= balances.left_net(one).amount
        and balances.unobligated(one).amount + one.obligated <= one.left.amount
        and 0 <= one.usd_net <= one.usd_gross - one.usd_reversed
    )
