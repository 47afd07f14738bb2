"""Allotments in the books: proposed against free cash, and every step after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.ledger import Line, Worth
from tests.model.parts import NOTHING
from tests.model.shares import FROM, Share
from tests.model.steps import Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop a step; duties come first and alone."""
    if step.name == "propose":
        if step.amount <= 0:
            return frozenset({"amount_missing"})
        return failing(
            cap_exceeded=step.amount > books.free(step.on),
            contribution_not_agreed=not books.pots[step.on].in_force,
        )
    one = books.shares[step.on]
    if one.state not in FROM.get(step.name, {"released"}):
        return frozenset({"state_moved"})
    if step.who in one.duties_of(step.name):
        return frozenset({"duty"})
    return frozenset(
        one.against(
            step.name,
            step.amount,
            free=books.free(one.pot),
            obligable=books.state == "funded",
            agreed=books.pots[one.pot].in_force,
        )
    )


def do(books: Books, step: Step) -> None:
    """Take a step, and book the difference of where the parts stood."""
    if step.name == "propose":
        currency = books.pots[step.on].currency
        books.shares.append(
            Share(step.on, step.component, currency, step.amount, proposed_by=step.who)
        )
        books.post()
        return
    one = books.shares[step.on]
    before = one.stages()
    one.take(step.name, step.who, step.amount, books.pots[one.pot].worth)
    _book(books, one.pot, before, one.stages())


def _book(books: Books, pot: int, before: dict[str, Worth], after: dict[str, Worth]) -> None:
    moved = {
        name: after.get(name, Worth()) - before.get(name, Worth()) for name in {*before, *after}
    }
    taken = sum(moved.values(), Worth())
    paid = moved.get("spent", Worth()) + moved.get("psc_earned", Worth())
    lines: list[Line] = [(pot, name, -worth) for name, worth in sorted(moved.items())]
    lines += [(pot, "unallotted", taken), (pot, "disbursed", paid), (pot, "cash", -paid)]
    if taken.amount > 0:
        lines += cleared(books, pot, "unallotted", taken)
    lines += cash_cleared(books, pot, -paid)
    books.post(*lines)


def cleared(books: Books, pot: int, account: str, moved: Worth) -> list[Line]:
    """Return what takes the last dollars off an account that ``moved`` left empty (DOMAIN 2b)."""
    return _without(pot, account, books.ledger.on(pot, account) + moved)


def cash_cleared(books: Books, pot: int, moved: Worth) -> list[Line]:
    """Return what leaves the levy's dollars alone, once ``moved`` left the levy's cash alone."""
    return _without(pot, "cash", books.ledger.beyond_levy(pot) + moved)


def _without(pot: int, account: str, rest: Worth) -> list[Line]:
    if rest.amount or not rest.usd:
        return []
    residue = Worth(NOTHING, rest.usd)
    return [(pot, account, -residue), (pot, "exchange_difference", residue)]
