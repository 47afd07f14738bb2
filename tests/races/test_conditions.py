"""Two donors sign at one moment: whoever waited for both is told so, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from common.money import Money
from donors.services import agreeing
from tests.factories.allotments import SHOWN, circulated
from tests.factories.pledges import Promise, promise_at
from tests.laboratory import CommittedDatabase
from tests.world import World, make_world
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

PART = Decimal(1_000)
ROUNDS = 3


def scene(world: World) -> tuple[Promise, list[Promise]]:
    """Return a pledge that waits for 2,000 dollars of others, and two of 1,000, signed."""
    request = circulated(world)
    waiting = promise_at(
        world,
        "signed",
        now=SHOWN,
        money=Money(PART, "USD"),
        request=request.pk,
        condition="If others give as much twice.",
        condition_basis="amount",
        condition_figure=2 * PART,
        condition_on=SHOWN.date() + timedelta(days=60),
    )
    others = [
        promise_at(
            world, "signed", donor=donor, now=SHOWN, money=Money(PART, "USD"), request=request.pk
        )
        for donor in ("donor", "other_donor")
    ]
    return waiting, others


def accept(world: World, promise: Promise) -> Callable[[], str]:
    def call() -> str:
        actor = world["approving_officer"]
        with speaking_as(actor):
            agreeing.accept(pk=promise.pk, actor=actor, now=SHOWN)
        return "accepted"

    return call


def noted(promise: Promise) -> int:
    with speaking_as(SYSTEM):
        events = Event.objects.of(promise.pk)
        return sum(event.name == "fulfil_condition" for event in events)


def test_of_two_that_sign_at_once_the_later_is_seen(committed_db: CommittedDatabase) -> None:
    world = make_world()
    for _round in range(ROUNDS):
        waiting, others = scene(world)

        outcomes = committed_db.together(*(accept(world, one) for one in others))

        assert outcomes == ["accepted", "accepted"]
        assert noted(waiting) == 1


def test_tested_before_the_commit_neither_sees_the_other(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: it is the step after the commit that sees both."""
    world = make_world()
    waiting, others = scene(world)
    gate = threading.Barrier(2)
    later = transaction.on_commit

    def at_once(call: Callable[[], Any], **given: Any) -> None:
        if "retest" not in repr(call):
            later(call, **given)
            return
        call()
        gate.wait(timeout=30)

    monkeypatch.setattr(transaction, "on_commit", at_once)
    monkeypatch.setattr(agreeing, "push", lambda _act: None)

    outcomes = committed_db.together(*(accept(world, one) for one in others))

    assert outcomes == ["accepted", "accepted"]
    assert noted(waiting) == 0
