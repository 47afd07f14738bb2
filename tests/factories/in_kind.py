"""Pledges in kind that reach their state by the steps people take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from common.money import Money
from donors.machines.in_kind import IN_KIND
from donors.models import InKindPledge
from donors.services import in_kind
from ta_requests.models import ComponentItem, Request
from tests.factories.assessments import IN_KIND as BOOKS
from tests.factories.requests import request_at
from tests.stock import told_once
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

SHOWN = BEGINNING + timedelta(days=10)
STATES = ("draft", "pledged", "agreed", "delivered")
WHO = {
    "accept": "approving_officer",
    "report_delivery": "programme_officer",
    "confirm_part": "programme_officer.2",
    "confirm": "programme_officer.2",
    "return_report": "programme_officer.2",
    "note_services": "programme_officer",
    "end": "cofinancing_officer",
    "decline": "cofinancing_officer",
}


def wanting_books(world: World) -> Request:
    """Return a request on show whose only phase-1 component is 1,000 books, given in kind."""
    return request_at(world, "funding_sought", proposals=(replace(BOOKS, phase=1),))


def line_of(request: Request) -> ComponentItem:
    """Return the first item line of a request."""
    with speaking_as(SYSTEM):
        lines = ComponentItem.objects.filter(component__request=request)
        return lines.order_by("component__number", "position")[0]


@dataclass
class Gift:
    """One pledge in kind in the making; each step is taken by the right person."""

    world: World
    request: Request
    quantity: Decimal = Decimal(1_000)
    donor: str = "donor"
    kind: str = "goods"
    value: Money = field(default_factory=lambda: Money.of("20000", "EUR"))
    now: datetime = SHOWN
    pk: UUID = field(init=False)

    def draft(self, **given: Any) -> InKindPledge:
        """Write it down as the donor's representative."""
        name = f"{self.donor}.donor_rep"
        values = {
            "kind": self.kind,
            "title": "Schoolbooks",
            "request": self.request.pk,
            "quantity": self.quantity,
            "value": self.value,
        }
        if self.kind == "goods":
            values["item"] = line_of(self.request).pk
        with self.world.as_(name):
            made = in_kind.draft(actor=self.world[name], now=self.now, **{**values, **given})
        self.pk = made.pk
        return made

    def take(self, name: str, by: str = "", **given: Any) -> InKindPledge:
        """Take one step of its life cycle."""
        by = by or WHO.get(name, f"{self.donor}.donor_authority")
        with self.world.as_(by):
            moved: InKindPledge = IN_KIND.verbs[name](
                pk=self.pk, actor=self.world[by], now=self.now, **given
            )
        return moved

    def deliver(self, quantity: Decimal, *, name: str = "confirm") -> InKindPledge:
        """Report a delivery and have a second officer confirm it."""
        self.take("report_delivery", quantity=quantity, reason="Signed waybill 7.")
        return self.take(name)

    def walk_to(self, state: str) -> None:
        """Take the straight way."""
        self.draft()
        for name in ("announce", "accept")[: STATES.index(state)]:
            self.take(name)
        if state == "delivered":
            self.deliver(self.quantity)


@told_once
def gift_at(
    world: World, state: str = "agreed", request: Request | None = None, **given: Any
) -> Gift:
    """Return a pledge in kind that lived its way to ``state``."""
    gift = Gift(world, request or wanting_books(world), **given)
    gift.walk_to(state)
    return gift
