"""Invariants 1, 2, 3, 5 and 6 under random acts of people who hold every role (DOMAIN 4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import DomainError
from common.money import Money
from donors.models import Allotment, Contribution
from donors.services.receipts import record_receipt
from ta_requests.models import Component, Request
from tests.factories.allotments import (
    SHOWN,
    VERBS,
    Share,
    circulated,
    components_of,
    contribution_of,
    position,
)
from tests.factories.assessments import TRAINING
from tests.factories.pledges import pledge_at, promise_at
from tests.world import World
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

PEOPLE = (
    "cofinancing_officer",
    "cofinancing_officer.2",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
)
"""The first of them looks after the donor."""

PROPER = {"propose": 0, "certify": 2, "certify_reversal": 2, "reject": 3, "release": 3}
PROPER |= dict.fromkeys(("reverse", "reduce", "refuse_reversal"), 3)
"""Whose act it would be on an ordinary day; everything else is the last person's."""

EVERY_ROLE = frozenset(
    {"cofinancing_officer", "certifying_officer", "approving_officer", "treasury_officer"}
)
AGREED = {"USD": "1000.00", "JPY": "150000", "KWD": "300.000"}
COUNTED = {
    "certified": "certified",
    "released": "released",
    "closed": "closed",
    "reversed": "closed",
}

ANYTIME = ("receive", "receive", "pledge", "propose", "propose", "propose", "propose")
FROM = {
    "proposed": ("certify", "certify", "certify", "reject"),
    "certified": ("release", "release", "release", "reject"),
    "released": (
        "obligate",
        "spend",
        "deobligate",
        "certify_reversal",
        "reduce",
        "reverse",
        "refuse_reversal",
        "close",
    ),
}
"""What people try in a state; certifying and releasing more often, so that books fill up."""

acts = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(0, 99), st.integers(1, 45)),
    min_size=30,
    max_size=40,
)


@dataclass
class Books:
    """One contribution and what people do with it."""

    world: World
    request: Request
    component: Component
    contribution: Contribution
    shares: list[Share] = field(default_factory=list)
    receipts: int = 0

    def person(self, number: int) -> Actor:
        return replace(self.world[PEOPLE[number]], roles=EVERY_ROLE)

    def amount(self, per_cent: int, share: Share | None) -> Decimal:
        whole = self.contribution.amount if share is None else 2 * share.gross
        return Money(whole, self.contribution.currency).times(Decimal(per_cent) / 100).amount

    def choose(self, what: int, which: int) -> tuple[str, Share | None]:
        """Return an act, and on which allotment: one still open, three times in four."""
        with speaking_as(SYSTEM):
            open_ = dict(Allotment.objects.open().values_list("pk", "state"))
        waiting = [share for share in self.shares if share.pk in open_]
        if not waiting or what % 4 == 0:
            return ANYTIME[which % len(ANYTIME)], None
        share = waiting[which % len(waiting)]
        tried = FROM[open_[share.pk]]
        return tried[what // 4 % len(tried)], share

    def do(self, name: str, share: Share | None, who: int, per_cent: int) -> None:
        who = PROPER.get(name, 4) if who >= len(PEOPLE) else who
        actor, amount = self.person(who), self.amount(per_cent, share)
        with speaking_as(actor):
            if share is not None:
                given: dict[str, Any] = {"reason": "As it happens."}
                if name in {"certify_reversal", "obligate", "deobligate", "spend"}:
                    given["amount"] = amount
                VERBS[name](pk=share.pk, actor=actor, now=SHOWN, **given)
            elif name == "receive":
                self._receive(actor, amount)
            elif name == "pledge":
                pledge_at(self.world, "pledged", request=self.request.pk)
            else:
                self._propose(actor, amount)

    def _receive(self, actor: Actor, amount: Decimal) -> None:
        self.receipts += 1
        record_receipt(
            pk=self.contribution.pledge_id,
            actor=actor,
            now=SHOWN,
            bank_reference=f"R-{self.receipts}",
            value_on=SHOWN.date(),
            amount=amount,
        )

    def _propose(self, actor: Actor, amount: Decimal) -> None:
        self.world.actors["proposer"] = actor
        share = Share(self.world, self.contribution, self.component, amount)
        share.propose("proposer")
        self.shares.append(share)

    def snapshot(self) -> tuple[Any, ...]:
        with speaking_as(SYSTEM):
            cash = Contribution.objects.filter(pk=self.contribution.pk).values().get()
            rows = list(Allotment.objects.order_by("pk").values())
        return cash, rows, position(self.request).released_usd

    def check(self) -> None:
        with speaking_as(SYSTEM):
            cash = Contribution.objects.get(pk=self.contribution.pk)
            allotments = list(Allotment.objects.all())
        check_cash(cash, allotments)
        for allotment in allotments:
            check_parts(allotment)
            check_people(allotment, cash)


def check_cash(cash: Contribution, allotments: list[Allotment]) -> None:
    """Invariant 2, and every column equal to what the allotments replay."""
    columns: Counter[str] = Counter()
    for one in allotments:
        if one.state in COUNTED:
            columns[COUNTED[one.state]] += one.gross  # type: ignore[assignment]
        columns["reversed"] += one.reversed  # type: ignore[assignment]
    for name in ("certified", "released", "closed", "reversed"):
        assert getattr(cash, name) == columns[name], name
    assert cash.allotted + cash.refunded <= cash.received - cash.unapplied
    assert cash.received - cash.unapplied <= cash.amount


def check_parts(one: Allotment) -> None:
    """Invariant 6: parts add up, dollars too; nothing is spent that was not released."""
    assert one.programmable + one.psc == one.gross
    assert 0 <= one.spent <= one.obligated <= one.programmable - one.reversed_programmable
    assert one.unobligated.amount + one.obligated <= one.left.amount
    assert 0 <= one.usd_net <= one.usd_gross - one.usd_reversed


def check_people(one: Allotment, cash: Contribution) -> None:
    """Invariant 3: no pair of duties on one object is done by one person."""
    first = [one.proposed_by_id, one.certified_by_id, one.released_by_id]
    named = [person for person in first if person is not None]
    assert len(set(named)) == len(named)
    certifying = {one.certified_by_id, one.reversal_certified_by_id} - {None}
    approving = {one.released_by_id, one.reversed_by_id} - {None}
    assert not certifying & approving
    assert one.closed_by_id is None or one.closed_by_id != cash.relationship_owner_id


@pytest.mark.django_db
@pytest.mark.parametrize("currency", sorted(AGREED))
def test_no_order_of_acts_by_anyone_breaks_the_books(world: World, currency: str) -> None:
    request = circulated(world, proposals=(replace(TRAINING, net=Money.of(50, "USD")),))
    promise = promise_at(
        world, "partly_received", money=Money.of(AGREED[currency], currency), request=request.pk
    )
    component = components_of(request)[0]
    happened: Counter[str] = Counter()

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(acts=acts)
    def holds(acts: list[tuple[int, int, int, int]]) -> None:
        with transaction.atomic():
            books = Books(world, request, component, contribution_of(promise.pledge))
            for what, who, which, per_cent in acts:
                name, share = books.choose(what, which)
                before = books.snapshot()
                try:
                    books.do(name, share, who, per_cent)
                except DomainError:
                    happened["refused"] += 1
                    assert books.snapshot() == before
                else:
                    happened[name] += 1
                    books.check()
                    if name in {"pledge", "receive"}:
                        assert books.snapshot()[2] == before[2]
            transaction.set_rollback(True)

    holds()
    assert happened.keys() >= {"refused", "receive", "certify", "release", "obligate", "spend"}
