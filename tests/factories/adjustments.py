"""Adjustments, unidentified cash and closed months by the steps people take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from donors.choices.adjustments import AdjustmentKind, ReferenceKind
from donors.models import AccountBalance, Adjustment, Contribution, ExternalReference
from donors.services import adjustments, periods, unidentified
from donors.services.entering import Wanted
from donors.services.external_references import note_reference
from donors.services.proving import differences
from tests.factories.allotments import SHOWN, read
from tests.factories.pledges import promise_at
from tests.stock import told_once
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

ENTERED_BY = {
    "write_down": "certifying_officer.2",
    "reprogramming": "certifying_officer.2",
}
"""Everything else is entered by the treasury officer."""


@dataclass
class Adjusting:
    """One adjustment in the making."""

    world: World
    contribution: Contribution
    kind: str
    now: datetime = SHOWN
    wanted: dict[str, Any] = field(default_factory=dict)
    pk: UUID = field(init=False)

    def enter(self, by: str = "", **wanted: Any) -> Adjustment:
        """Enter it as the officer of its kind."""
        by = by or ENTERED_BY.get(self.kind, "treasury_officer")
        given: dict[str, Any] = {"explanation": "As agreed.", "value_on": self.now.date()} | wanted
        with self.world.as_(by):
            made = adjustments.enter(
                contribution_id=self.contribution.pk,
                wanted=Wanted(kind=AdjustmentKind(self.kind), **given),
                actor=self.world[by],
                now=self.now,
            )
        self.pk = made.pk
        return made

    def decide(self, name: str = "approve", by: str = "approving_officer", **given: Any) -> None:
        """Approve or refuse it."""
        with self.world.as_(by):
            getattr(adjustments, name)(pk=self.pk, actor=self.world[by], now=self.now, **given)

    @property
    def adjustment(self) -> Adjustment:
        """Read it again."""
        return read(Adjustment, self.pk)


@told_once
def adjust(world: World, contribution: Contribution, kind: str, **wanted: Any) -> Adjusting:
    """Return an adjustment entered and approved by two people."""
    made = Adjusting(world, contribution, kind)
    made.enter(**wanted)
    made.decide()
    return made


def levies_of(contribution: Contribution) -> list[Adjustment]:
    """Return what was asked for as coordination levy, in order."""
    with speaking_as(SYSTEM):
        asked = Adjustment.objects.filter(contribution=contribution, kind="levy")
        return list(asked.order_by("created_at", "reference"))


def levied(world: World, contribution: Contribution, name: str = "approve", **given: Any) -> None:
    """Have every levy that waits decided on by another officer."""
    for asked in levies_of(contribution):
        if asked.state == "entered":
            waiting = Adjusting(world, contribution, "levy")
            waiting.pk = asked.pk
            waiting.decide(name, **given)


def unidentified_cash(
    world: World, amount: Decimal, *, currency: str = "USD", now: datetime = SHOWN, **given: Any
) -> UUID:
    """Return cash that arrived without a reason."""
    statement: dict[str, Any] = {"bank_reference": "NOBODY-1", "value_on": now.date()} | given
    name = "treasury_officer"
    with world.as_(name):
        return unidentified.enter_unidentified(
            amount=amount, currency=currency, actor=world[name], now=now, **statement
        ).pk


def identified(world: World, pk: UUID, *, now: datetime = SHOWN) -> None:
    """Place cash with a pledge agreed for the purpose."""
    promise = promise_at(world, "agreed")
    name = "treasury_officer"
    with world.as_(name):
        unidentified.identify(pk=pk, actor=world[name], now=now, pledge=promise.pk)


def referenced(world: World, contribution: Contribution) -> ExternalReference:
    """Return the grant number of a contribution in another system."""
    name = "treasury_officer"
    with world.as_(name):
        return note_reference(
            contribution_id=contribution.pk,
            kind=ReferenceKind.GRANT,
            value="M1-32XXX-000123",
            actor=world[name],
            now=SHOWN,
        )


def month_at(world: World, month: str, state: str, *, now: datetime) -> UUID:
    """Return a month certified by one officer and decided on by another."""
    with world.as_("certifying_officer"):
        pk = periods.certify(month=month, actor=world["certifying_officer"], now=now).pk
    verb = {"closed": periods.close, "refused": periods.refuse}.get(state)
    if verb is not None:
        with world.as_("approving_officer"):
            verb(pk=pk, actor=world["approving_officer"], now=now, reason="As it is.")
    return pk


def closed_month(world: World, month: str, *, now: datetime) -> UUID:
    """Return a month that takes no posting any more."""
    return month_at(world, month, "closed", now=now)


def books(contribution: Contribution) -> dict[str, Decimal]:
    """Return what stands on every account of a contribution, in its currency."""
    return {
        account: amount for account, (amount, _usd) in ledger_of(contribution).items() if amount
    }


def ledger_of(contribution: Contribution) -> dict[str, tuple[Decimal, Decimal]]:
    """Return amount and dollars of every account on which anything stands."""
    with speaking_as(SYSTEM):
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for row in AccountBalance.objects.filter(contribution=contribution):
            amount, usd = found.get(str(row.account), (Decimal(0), Decimal(0)))
            found[str(row.account)] = (amount + row.amount, usd + row.usd)
    return {account: pair for account, pair in found.items() if any(pair)}


def drift() -> list[Any]:
    """Return everything that does not say what the ledger says."""
    with speaking_as(SYSTEM):
        return list(differences())
