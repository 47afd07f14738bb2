"""Pairs of moves that compete for one subject: who takes them, with what, from which state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from common.money import Money
from tests.factories.allotments import Share, circulated, components_of, contribution
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from tests.world import BEGINNING, World

LATER = BEGINNING + timedelta(days=10)
WHY = {"reason": "The situation changed."}
ENDS = {
    **WHY,
    "state_told_on": date(2026, 10, 1),
    "settlement_plan": "Orders are cancelled, the rest is refunded.",
}


@dataclass(frozen=True)
class Step:
    """One side of a race."""

    who: str
    name: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two steps that cannot both be taken, and how to make what they compete for."""

    machine: str
    prepare: Callable[[World], UUID]
    one: Step
    other: Step

    def __str__(self) -> str:
        return f"{self.machine}: {self.one.name} or {self.other.name}"


def _request(state: str) -> Callable[[World], UUID]:
    return lambda world: request_at(world, state).pk


def _pledge(state: str) -> Callable[[World], UUID]:
    return lambda world: promise_at(world, state).pk


def _allotment(state: str) -> Callable[[World], UUID]:
    def prepare(world: World) -> UUID:
        request = circulated(world)
        cash = contribution(world, Money(Decimal(113_000), "USD"), request=request.pk)
        share = Share(world, cash, components_of(request)[0], Decimal(113_000))
        share.walk_to(state)
        return share.allotment.pk

    return prepare


WITHDRAW = Step("state.ms_authority", "withdraw", WHY)
DECLINE = Step("section_chief", "decline", {**WHY, "reason_code": "duplicate"})
PAIRS = (
    Pair(
        "request",
        _request("submitted"),
        Step("programme_officer", "acknowledge", {"authenticity_confirmed": True}),
        Step("programme_officer.2", "send_back", {**WHY, "grounds": "not_complete"}),
    ),
    Pair(
        "request",
        _request("submitted"),
        Step("programme_officer", "acknowledge", {"authenticity_confirmed": True}),
        WITHDRAW,
    ),
    Pair("request", _request("acknowledged"), DECLINE, WITHDRAW),
    Pair("request", _request("assessed"), Step("section_chief.2", "seek_funding"), DECLINE),
    Pair("request", _request("assessed"), Step("section_chief.2", "seek_funding"), WITHDRAW),
    Pair(
        "request",
        _request("in_delivery"),
        Step("section_chief", "suspend", WHY),
        Step("section_chief.2", "terminate", ENDS),
    ),
    Pair(
        "pledge",
        _pledge("pledged"),
        Step("cofinancing_officer", "negotiate"),
        Step("donor.donor_authority", "withdraw", WHY),
    ),
    Pair(
        "pledge",
        _pledge("signed"),
        Step("approving_officer", "accept"),
        Step("donor.donor_authority", "withdraw", WHY),
    ),
    Pair(
        "allotment",
        _allotment("proposed"),
        Step("certifying_officer", "certify"),
        Step("certifying_officer.2", "reject", WHY),
    ),
    Pair(
        "allotment",
        _allotment("certified"),
        Step("approving_officer", "release"),
        Step("approving_officer.2", "reject", WHY),
    ),
)
