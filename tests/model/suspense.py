"""Cash nobody can place, and the receipts it becomes; and those that come with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.model import levies
from tests.model.ledger import Worth
from tests.model.parts import NOTHING, share
from tests.model.steps import FINE, OWNER, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books


@dataclass(slots=True)
class Suspended:
    """Cash of nobody, at the dollars of the day it came."""

    currency: str
    worth: Worth
    day: int
    pot: int | None = None


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop a receipt, cash without a reason, or its placing."""
    if step.name == "suspend":
        return _of_payment(books, step, step.what)
    if step.name == "identify":
        cash = books.suspended[step.on]
        if cash.pot is not None:
            return frozenset({"state_moved"})
        if books.pots[step.to or 0].currency != cash.currency:
            return frozenset({"currency_differs"})
        return _of_pot(books, step, step.to or 0)
    barred = _of_pot(books, step, step.on)
    return barred or _of_payment(books, step, books.pots[step.on].currency)


def _of_pot(books: Books, step: Step, pot: int) -> Codes:
    """Closed contributions take no cash, and whoever looks after the donor enters none."""
    if not books.pots[pot].in_force:
        return frozenset({"state_moved"})
    return frozenset({"duty"}) if step.who == OWNER else FINE


def _of_payment(books: Books, step: Step, currency: str) -> Codes:
    """What a statement cannot say comes first, then the rate."""
    wrong = failing(
        amount_missing=step.amount <= 0,
        charges_negative=step.charges < 0,
        value_date_in_future=step.day > books.day,
    )
    if wrong:
        return wrong
    return failing(rate_missing=books.rate(currency, step.day) is None)


def do(books: Books, step: Step) -> None:
    """Take cash in, place it, or keep it in suspense."""
    if step.name == "suspend":
        usd = books.in_dollars(step.what, step.amount, step.day)
        _suspend(books, Suspended(step.what, Worth(step.amount, usd), step.day))
    elif step.name == "identify":
        cash = books.suspended[step.on]
        cash.pot = step.to or 0
        receive(books, cash.pot, cash.worth, day=books.day)
        books.post((cash.currency, "cash", -cash.worth), (cash.currency, "unapplied", cash.worth))
        levies.ask(books, cash.pot, day=books.day, who=step.who)
    else:
        usd = books.in_dollars(books.pots[step.on].currency, step.amount, step.day)
        receive(books, step.on, Worth(step.amount, usd), day=step.day, charges=step.charges)
        levies.ask(books, step.on, day=step.day, who=step.who)


def _suspend(books: Books, cash: Suspended) -> None:
    books.suspended.append(cash)
    books.post(
        (cash.currency, "cash", cash.worth),
        (cash.currency, "unapplied", -cash.worth),
        day=cash.day,
    )


def receive(
    books: Books, number: int, cash: Worth, *, day: int, charges: Decimal = NOTHING
) -> None:
    """Count cash up to what is owed, what banks kept first; more of it waits as unapplied cash."""
    pot = books.pots[number]
    kept = min(charges, pot.owed)
    applied = min(cash.amount, pot.owed - kept)
    used = Worth(applied, share(cash.usd, applied, cash.amount))
    books.post(
        (number, "cash", cash),
        (number, "unallotted", -used),
        (number, "unapplied", used - cash),
        *settling(books, number, cash=applied, charges=charges),
        day=day,
    )
    pot.received += cash.amount
    pot.received_usd += cash.usd
    pot.unapplied += cash.amount - applied
    pot.unapplied_usd += cash.usd - used.usd
    pot.bank_charges += kept
    if pot.state == "agreed":
        pot.state = "partly_received"
    pot.note()


def settling(
    books: Books, pot: int, *, cash: Decimal, charges: Decimal = NOTHING
) -> tuple[tuple[int, str, Worth], ...]:
    """Return how cash, and what banks kept, settle what the donor owes; no more than is owed.

    What banks kept beyond that is booked at the rate of the promise, and settles nothing.
    """
    owed = books.ledger.on(pot, "receivable")
    whole = owed.part(min(cash + charges, owed.amount))
    eaten = whole - whole.part(cash)
    promise = Worth(books.pots[pot].amount, books.pots[pot].usd)
    eaten += promise.part(cash + charges - whole.amount)
    return (
        (pot, "receivable", -whole),
        (pot, "income", whole - eaten),
        (pot, "bank_charges", eaten),
    )
