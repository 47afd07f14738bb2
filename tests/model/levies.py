"""The coordination levy, asked for as cash comes in (DOMAIN 2b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model.adjustments import Adjustment, set_aside
from tests.model.parts import levy_of

if TYPE_CHECKING:
    from tests.model.books import Books


def ask(books: Books, number: int, *, day: int, who: int) -> None:
    """Ask for the levy on what has come and was not asked for, as far as cash is free."""
    pot = books.pots[number]
    if not pot.terms.tight:
        return
    come = levy_of(min(pot.settled, pot.due), pot.currency)
    amount = min(come - pot.levies_asked, books.free(number))
    if amount > 0:
        one = Adjustment("levy", number, amount, day=day, entered_by=who)
        books.adjustments.append(one)
        set_aside(books, one)
