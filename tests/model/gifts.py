"""Goods for the item line of a component: promised, come in parts, or not any more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.model.ledger import Worth
from tests.model.parts import NOTHING, rounded, share
from tests.model.steps import FINE, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books

LINE = Decimal(1_000)
"""How many books the item line asks for."""

FROM = {"accept_gift": "pledged", "withdraw_gift": "pledged"}
"""Every other act asks for an agreed gift."""


@dataclass(slots=True)
class Gift:
    """So many books, worth so much as a whole."""

    currency: str
    quantity: Decimal
    value: Decimal
    usd: Decimal = NOTHING
    state: str = "pledged"
    reported: Decimal = NOTHING
    reported_by: int | None = None
    came: Decimal = NOTHING

    @property
    def owner(self) -> str:
        return f"goods {self.currency}"

    @property
    def reserved(self) -> Decimal:
        """Return what it takes of the item line."""
        if self.state in {"agreed", "delivered"}:
            return self.quantity
        return self.came if self.state == "ended" else NOTHING

    def stages(self) -> dict[str, Worth]:
        """Return where the goods stand in the books."""
        if self.state not in {"agreed", "delivered", "ended"}:
            return {}
        part = Fraction(self.came) / Fraction(self.quantity)
        here = Worth(
            rounded(Fraction(self.value) * part, self.currency),
            share(self.usd, self.came, self.quantity),
        )
        whole = here if self.state == "ended" else Worth(self.value, self.usd)
        return {"goods_in_kind": whole - here, "goods_received": here, "in_kind": -whole}


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop a step on goods."""
    if step.name == "gift":
        return failing(more_than_needed=step.amount > _open(books))
    one = books.gifts[step.on]
    if one.state != FROM.get(step.name, "agreed"):
        return frozenset({"state_moved"})
    if step.name == "accept_gift":
        return failing(more_than_needed=one.quantity > _open(books))
    if step.name == "report":
        return failing(
            delivery_already_reported=one.reported > 0,
            quantity_out_of_range=not 0 < step.amount <= one.quantity - one.came,
        )
    if step.name == "end_gift":
        return failing(delivery_already_reported=one.reported > 0)
    if step.name == "withdraw_gift":
        return FINE
    return _of_confirmation(step, one)


def _of_confirmation(step: Step, one: Gift) -> Codes:
    if one.reported_by == step.who:
        return frozenset({"duty"})
    rest = one.quantity - one.came
    return failing(
        no_delivery_reported=one.reported == 0,
        delivery_is_partial=step.name == "confirm" and one.reported != rest,
        delivery_completes=step.name == "confirm_part" and one.reported >= rest,
    )


def _open(books: Books) -> Decimal:
    return LINE - sum((one.reserved for one in books.gifts), NOTHING)


def do(books: Books, step: Step) -> None:
    """Take a step of goods, and book where they went."""
    if step.name == "gift":
        books.gifts.append(Gift(step.what, step.amount, step.charges))
        return
    one = books.gifts[step.on]
    before = one.stages()
    _take(books, step, one)
    if step.name in BOOKED:
        after = one.stages()
        moved = {
            name: after.get(name, Worth()) - before.get(name, Worth())
            for name in sorted({*before, *after})
        }
        books.post(*((one.owner, name, worth) for name, worth in moved.items()))


BOOKED = {"accept_gift", "confirm", "confirm_part", "return_report", "end_gift"}


def _take(books: Books, step: Step, one: Gift) -> None:
    if step.name == "accept_gift":
        one.state, one.usd = "agreed", books.in_dollars(one.currency, one.value, books.day)
    elif step.name == "report":
        one.reported, one.reported_by = step.amount, step.who
    elif step.name in {"confirm", "confirm_part"}:
        one.came, one.reported = one.came + one.reported, NOTHING
        one.state = "delivered" if step.name == "confirm" else one.state
    elif step.name == "return_report":
        one.reported, one.reported_by = NOTHING, None
    else:
        one.state = "ended" if step.name == "end_gift" else "withdrawn"
