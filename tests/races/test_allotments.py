"""Invariant 7: thirty-two people at once cannot allot more of a contribution than its cash."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db.models import F

from common.errors import Refused
from common.money import Money
from donors.models import Allotment, Contribution
from donors.services import allotments, holding, positions
from tests.factories.allotments import SHOWN, Share, circulated, components_of, contribution, read
from tests.laboratory import CommittedDatabase
from tests.world import World, make_world
from workflows import engine
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

CLIENTS = 32
EACH = Decimal(100)
CASH = Decimal(1_000)
FITTING = int(CASH / EACH)


@pytest.fixture
def over_asked(committed_db: CommittedDatabase) -> tuple[World, Contribution, list[UUID]]:
    """One contribution of 1,000 and 32 committed proposals of 100 each."""
    world = make_world()
    request = circulated(world)
    money = contribution(world, Money(CASH, "USD"), request=request.pk)
    component = components_of(request)[0]
    shares = [Share(world, money, component, EACH) for _client in range(CLIENTS)]
    return world, money, [share.propose().pk for share in shares]


@pytest.fixture
def waiting(committed_db: CommittedDatabase) -> Iterator[Callable[[], int]]:
    """Count, from outside, how many sessions were ever seen waiting for a lock at one moment."""
    most, done = [0], threading.Event()

    def look() -> None:
        with psycopg.connect(committed_db.url, autocommit=True) as outside:
            while not done.wait(0.01):
                row = outside.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ).fetchone()
                most[0] = max(most[0], row[0] if row else 0)

    watcher = threading.Thread(target=look)
    watcher.start()
    yield lambda: most[0]
    done.set()
    watcher.join()


def certify(world: World, pk: UUID) -> Callable[[], str]:
    def call() -> str:
        with speaking_as(world["certifying_officer"]):
            allotments.certify(pk=pk, actor=world["certifying_officer"], now=SHOWN)
        return "certified"

    return call


def allotted() -> Decimal:
    """Add up what allotments hold, not what the contribution says of itself."""
    with speaking_as(SYSTEM):
        held = Allotment.objects.filter(state="certified").values_list("gross", flat=True)
        return sum(held, Decimal(0))


def test_thirty_two_clients_over_asking_one_contribution_get_no_cent_too_much(
    committed_db: CommittedDatabase,
    over_asked: tuple[World, Contribution, list[UUID]],
    waiting: Callable[[], int],
) -> None:
    world, money, asked = over_asked

    outcomes = committed_db.together(*(certify(world, pk) for pk in asked))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert outcomes.count("certified") == FITTING
    assert len(refused) == CLIENTS - FITTING
    assert {refusal.stable_code for refusal in refused} == {"cap_exceeded"}
    assert allotted() == CASH == read(Contribution, money.pk).certified
    assert waiting() > 1, "nobody had to wait: the clients did not overlap"


def test_without_lock_and_check_the_same_clients_allot_too_much(
    committed_db: CommittedDatabase,
    over_asked: tuple[World, Contribution, list[UUID]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: it is the lock and the CHECK that keep the cap, and nothing else."""
    world, _money, asked = over_asked
    with psycopg.connect(committed_db.owner_url, autocommit=True) as owner:
        owner.execute(
            "ALTER TABLE donors_contribution DROP CONSTRAINT allotted_within_cash_received"
        )
    monkeypatch.setattr(holding, "hold_contribution", lambda _pk: None)
    monkeypatch.setattr(positions, "lock", lambda _ids: None)
    monkeypatch.setattr(engine, "judge", together_at_the_guard(engine.judge))

    outcomes = committed_db.together(*(certify(world, pk) for pk in asked))

    assert outcomes.count("certified") > FITTING
    assert allotted() > CASH


def unlocked(ids: list[UUID]) -> dict[UUID, Contribution]:
    return {one.pk: one for one in Contribution.objects.filter(pk__in=ids)}


def together_at_the_guard(judge: Callable[..., Any]) -> Callable[..., Any]:
    """Let everybody look at the cash before anybody writes, as an unlucky moment would."""
    gate = threading.Barrier(CLIENTS)

    def meet(subject: Any, declared: Any, actor: Any) -> Any:
        if isinstance(subject, Allotment):
            gate.wait(timeout=30)
        return judge(subject, declared, actor)

    return meet


def test_with_the_check_alone_the_database_refuses_what_the_code_forgot(
    committed_db: CommittedDatabase,
    over_asked: tuple[World, Contribution, list[UUID]],
) -> None:
    _world, money, _asked = over_asked

    def take_one() -> str:
        with speaking_as(SYSTEM):
            row = Contribution.objects.filter(pk=money.pk)
            row.update(certified=F("certified") + EACH)
        return "written"

    outcomes = committed_db.together(*([take_one] * CLIENTS))

    assert outcomes.count("written") == FITTING
    assert read(Contribution, money.pk).certified == CASH
