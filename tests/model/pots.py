"""What the model knows of one contribution: its columns, by the names they have in the database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tests.model.parts import NOTHING, levy_of, share

IN_FORCE = {"agreed", "partly_received", "received"}


class Terms(NamedTuple):
    """What a donor signs: ``tight`` money bears the coordination levy."""

    currency: str
    house: str
    amount: Decimal
    tight: bool = False


@dataclass(slots=True)
class Pot:
    """One contribution and its cash; ``usd`` is what was agreed, at the rates of those days."""

    terms: Terms
    amount: Decimal
    usd: Decimal
    state: str = "agreed"
    received: Decimal = NOTHING
    received_usd: Decimal = NOTHING
    unapplied: Decimal = NOTHING
    unapplied_usd: Decimal = NOTHING
    unapplied_out: Decimal = NOTHING
    bank_charges: Decimal = NOTHING
    refunded: Decimal = NOTHING
    refunded_usd: Decimal = NOTHING
    refundable: Decimal = NOTHING
    levied: Decimal = NOTHING
    written_down: Decimal = NOTHING
    written_down_usd: Decimal = NOTHING
    applied_in: Decimal = NOTHING
    reprogrammed_in: Decimal = NOTHING
    reprogrammed_out: Decimal = NOTHING
    moved_usd: Decimal = NOTHING
    levies_asked: Decimal = NOTHING
    """What was ever asked for as levy, refused or not."""
    is_rescheduled: bool = False
    """Whether one instalment took the place of those that were agreed."""

    @property
    def currency(self) -> str:
        return self.terms.currency

    @property
    def in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def applied(self) -> Decimal:
        return self.received - self.unapplied - self.unapplied_out + self.applied_in

    @property
    def usable(self) -> Decimal:
        return self.applied + self.reprogrammed_in - self.reprogrammed_out

    @property
    def usable_usd(self) -> Decimal:
        return self.received_usd - self.unapplied_usd + self.moved_usd

    @property
    def gone(self) -> Decimal:
        """Return what left, or is set aside to leave, the cash that may be allotted."""
        return self.refunded + self.refundable + self.levied

    @property
    def settled(self) -> Decimal:
        return self.applied + self.bank_charges

    @property
    def due(self) -> Decimal:
        return self.amount - self.written_down

    @property
    def owed(self) -> Decimal:
        return max(self.due - self.settled, NOTHING)

    @property
    def levy_due(self) -> Decimal:
        """Return the levy on all that is owed or paid, neither charged nor set aside."""
        whole = levy_of(self.due, self.currency) if self.terms.tight else NOTHING
        return max(whole - self.levied, NOTHING)

    def worth(self, amount: Decimal) -> Decimal:
        """Value an amount at the average of the receipts (DOMAIN 2b)."""
        return share(self.usable_usd, amount, self.usable)

    def unapply(self, amount: Decimal, usd: Decimal) -> None:
        """Take unapplied cash out of the contribution, or put it back."""
        self.unapplied -= amount
        self.unapplied_usd -= usd
        self.unapplied_out += amount
        self.moved_usd -= usd

    def note(self) -> None:
        """Let the state follow the cash, as the system does."""
        if self.state in {"agreed", "partly_received"} and self.settled >= self.due:
            self.state = "received"
        elif self.state == "agreed" and self.applied > 0:
            self.state = "partly_received"
