"""What an approved adjustment moves, one function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.model import levies
from tests.model.adjustments import Adjustment, put_back
from tests.model.allotting import cash_cleared
from tests.model.ledger import Line, Worth
from tests.model.parts import NOTHING
from tests.model.steps import Step
from tests.model.suspense import settling

if TYPE_CHECKING:
    from tests.model.books import Books


def decide(books: Books, step: Step) -> None:
    """Approve or refuse; after an approval states follow, and levies are asked for."""
    one = books.adjustments[step.on]
    one.decided_by = step.who
    if step.name == "refuse":
        one.state = "refused"
        put_back(books, one)
        return
    one.state = "approved"
    MOVES[one.kind](books, one)
    for number in {one.pot, one.target}:
        books.pots[number].note()
        levies.ask(books, number, day=one.day, who=step.who)


def _write_down(books: Books, one: Adjustment) -> None:
    pot = books.pots[one.pot]
    one.booked = books.ledger.on(one.pot, "receivable").part(one.amount)
    pot.written_down += one.amount
    pot.written_down_usd += one.booked.usd
    books.post((one.pot, "income", one.booked), (one.pot, "receivable", -one.booked), day=one.day)


def _refund(books: Books, one: Adjustment) -> None:
    """Pay at the rate of the day what was booked at others."""
    pot = books.pots[one.pot]
    paid = Worth(one.amount, books.in_dollars(pot.currency, one.amount, one.day))
    if one.source == "unallotted":
        pot.refundable -= one.amount
        pot.refunded += one.amount
        pot.refunded_usd += one.booked.usd
    books.post(
        (one.pot, "refundable", one.booked),
        (one.pot, "cash", -paid),
        (one.pot, "exchange_difference", paid - one.booked),
        *cash_cleared(books, one.pot, -paid),
        day=one.day,
    )


def _apply(books: Books, one: Adjustment) -> None:
    pot, target = books.pots[one.pot], books.pots[one.target]
    moved = one.booked = books.ledger.drawn(one.pot, "unapplied", one.amount)
    books.post(
        (one.pot, "unapplied", moved),
        (one.target, "unallotted", -moved),
        *_handed_over(books, one),
        *settling(books, one.target, cash=one.amount),
        day=one.day,
    )
    if one.pot == one.target:
        pot.unapplied -= moved.amount
        pot.unapplied_usd -= moved.usd
        return
    pot.unapply(moved.amount, moved.usd)
    target.applied_in += moved.amount
    target.moved_usd += moved.usd


def _reprogramme(books: Books, one: Adjustment) -> None:
    pot, target = books.pots[one.pot], books.pots[one.target]
    moved = one.booked = books.ledger.drawn(one.pot, "unallotted", one.amount)
    books.post(
        (one.pot, "unallotted", moved),
        (one.target, "unallotted", -moved),
        *_handed_over(books, one),
        day=one.day,
    )
    pot.reprogrammed_out += moved.amount
    pot.moved_usd -= moved.usd
    target.reprogrammed_in += moved.amount
    target.moved_usd += moved.usd


def _handed_over(books: Books, one: Adjustment) -> list[Line]:
    """Return how cash goes from one contribution to another; none goes to itself."""
    if one.pot == one.target:
        return []
    return [
        (one.target, "cash", one.booked),
        (one.pot, "cash", -one.booked),
        *cash_cleared(books, one.pot, -one.booked),
    ]


def _levy(books: Books, one: Adjustment) -> None:
    books.post(
        (one.pot, "levy_due", one.booked),
        (one.pot, "levy", -one.booked),
        *cash_cleared(books, one.pot, -one.booked),
        day=one.day,
    )


def _revalue(books: Books, one: Adjustment) -> None:
    """Carry the cash still here at the rate of the day, dollars alone; the levy's alone stays."""
    here = books.ledger.on(one.pot, "cash")
    if not books.ledger.beyond_levy(one.pot).amount:
        books.post(day=one.day)
        return
    worth = books.in_dollars(books.pots[one.pot].currency, here.amount, one.day)
    change = Worth(NOTHING, worth - here.usd)
    books.post((one.pot, "cash", change), (one.pot, "exchange_difference", -change), day=one.day)


MOVES: dict[str, Callable[[Books, Adjustment], None]] = {
    "write_down": _write_down,
    "refund": _refund,
    "application": _apply,
    "reprogramming": _reprogramme,
    "levy": _levy,
    "revaluation": _revalue,
}
