"""How the amount of an agreement changes: written and signed, then accepted by another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.model.ledger import Worth
from tests.model.parts import NOTHING
from tests.model.steps import FINE, OWNER, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books

WRITER = 1
"""Who writes every amendment and offers it to the donor."""


@dataclass(slots=True)
class Amendment:
    """Another amount for an agreement; ``coming`` are the instalments that go with it."""

    pot: int
    amount: Decimal
    coming: Decimal
    state: str = "signed"


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop an amendment: it is asked again when it is accepted."""
    if step.name == "amend":
        if not books.pots[step.on].in_force:
            return frozenset({"state_moved"})
        if any(one.pot == step.on and one.state == "signed" for one in books.amendments):
            return frozenset({"amendment_open"})
        if step.amount <= 0:
            return frozenset({"amount_missing"})
        return _unsound(books, _written(books, step))
    one = books.amendments[step.on]
    if one.state != "signed":
        return frozenset({"state_moved"})
    if step.name == "give_up":
        return FINE
    if step.who in {OWNER, WRITER}:
        return frozenset({"duty"})
    return _unsound(books, one)


def _written(books: Books, step: Step) -> Amendment:
    pot = books.pots[step.on]
    return Amendment(step.on, step.amount, max(step.amount - pot.settled, NOTHING))


def _unsound(books: Books, one: Amendment) -> Codes:
    pot = books.pots[one.pot]
    if not pot.in_force:
        return frozenset({"pledge_not_in_force"})
    return failing(
        amount_below_received=one.amount < pot.settled + pot.written_down,
        instalments_do_not_add_up=pot.settled + one.coming != one.amount,
        nothing_amended=one.amount == pot.amount and _same_schedule(books, one),
    )


def _same_schedule(books: Books, one: Amendment) -> bool:
    pot = books.pots[one.pot]
    coming = max(pot.amount - pot.settled, NOTHING)
    return one.coming == coming and (coming == 0 or pot.is_rescheduled)


def do(books: Books, step: Step) -> None:
    """Write it, give it up, or let it take effect."""
    if step.name == "amend":
        books.amendments.append(_written(books, step))
        return
    one = books.amendments[step.on]
    one.state = "withdrawn" if step.name == "give_up" else "accepted"
    if step.name == "accept_amendment":
        _take_effect(books, one)


def _take_effect(books: Books, one: Amendment) -> None:
    """What is added counts at the rate of the day, what is taken away as it was booked."""
    pot = books.pots[one.pot]
    more = one.amount - pot.amount
    if more > 0:
        grown = Worth(more, books.in_dollars(pot.currency, more, books.day))
    else:
        grown = -books.ledger.on(one.pot, "receivable").part(-more)
    books.post((one.pot, "receivable", grown), (one.pot, "income", -grown))
    pot.amount += grown.amount
    pot.usd += grown.usd
    pot.is_rescheduled = True
    if pot.state == "received" and pot.settled < pot.due:
        pot.state = "partly_received"
    pot.note()
