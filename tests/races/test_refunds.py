"""One cash, two claims: a refund and an allotment never both get the same money."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from common.errors import Refused
from common.money import Money
from donors.choices.adjustments import AdjustmentKind
from donors.models import Contribution
from donors.services import adjustments, allotments, holding, positions
from donors.services.entering import Wanted
from tests.factories.adjustments import drift
from tests.factories.allotments import SHOWN, Share, circulated, components_of, contribution, read
from tests.laboratory import CommittedDatabase
from tests.races.test_allotments import unlocked
from tests.world import World, make_world
from workflows import engine
from workflows.principal import speaking_as

CASH = Decimal(1_000)
ROUNDS = 5


def rivals(world: World) -> tuple[Contribution, UUID]:
    """Return a contribution all of whose cash is proposed for a component."""
    request = circulated(world)
    money = contribution(world, Money(CASH, "USD"), request=request.pk)
    return money, Share(world, money, components_of(request)[0], CASH).propose().pk


def certify(world: World, pk: UUID) -> Callable[[], str]:
    def call() -> str:
        with speaking_as(world["certifying_officer"]):
            allotments.certify(pk=pk, actor=world["certifying_officer"], now=SHOWN)
        return "certified"

    return call


def refund(world: World, contribution_id: UUID) -> Callable[[], str]:
    def call() -> str:
        with speaking_as(world["treasury_officer"]):
            adjustments.enter(
                contribution_id=contribution_id,
                wanted=Wanted(
                    kind=AdjustmentKind.REFUND,
                    amount=CASH,
                    source="unallotted",
                    value_on=SHOWN.date(),
                    explanation="As asked.",
                ),
                actor=world["treasury_officer"],
                now=SHOWN,
            )
        return "set aside"

    return call


def test_of_a_refund_and_an_allotment_of_all_the_cash_one_is_refused(
    committed_db: CommittedDatabase,
) -> None:
    world = make_world()
    for _round in range(ROUNDS):
        money, allotment = rivals(world)

        outcomes = committed_db.together(certify(world, allotment), refund(world, money.pk))

        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert len(refused) == 1, outcomes
        cash = read(Contribution, money.pk)
        assert cash.certified + cash.refundable == CASH
    assert drift() == []


def test_without_lock_and_check_both_get_it(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: it is the lock and the CHECK that keep the cap."""
    world = make_world()
    money, allotment = rivals(world)
    with psycopg.connect(committed_db.owner_url, autocommit=True) as owner:
        owner.execute(
            "ALTER TABLE donors_contribution DROP CONSTRAINT allotted_within_cash_received"
        )
    gate = threading.Barrier(2)

    def meet(check: Callable[..., Any]) -> Callable[..., Any]:
        def together(*given: Any) -> Any:
            found = check(*given)
            gate.wait(timeout=30)
            return found

        return together

    monkeypatch.setattr(holding, "hold_contribution", lambda _pk: None)
    monkeypatch.setattr(adjustments, "lock_contributions", unlocked)
    monkeypatch.setattr(positions, "lock", lambda _ids: None)
    monkeypatch.setattr(engine, "check", meet(engine.check))

    outcomes = committed_db.together(certify(world, allotment), refund(world, money.pk))

    assert outcomes == ["certified", "set aside"]
    assert drift() != []
