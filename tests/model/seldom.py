"""What seldom happens, and must be among what is lived again all the same."""

from __future__ import annotations

from collections.abc import Iterator

from tests.model.acts import DECISIONS
from tests.model.books import Books
from tests.model.ledger import Journal
from tests.model.months import month_of
from tests.model.steps import Step

LATE = "{} in a closed month"
EMPTIED = "{} of the last cash"
SELDOM = {
    *map(LATE.format, ("receive", "suspend", "refund", "write_down")),
    *map(LATE.format, ("approve refund", "approve write_down", "approve levy")),
    *map(EMPTIED.format, ("approve refund", "approve reprogramming", "approve levy", "spend")),
}
"""What is dated in a closed month, and what takes the last cash of which dollars then are left."""


def seldom(books: Books, step: Step, *, since: int) -> Iterator[str]:
    """Yield what is seldom of the journals that a step has just booked."""
    name = step.name
    if name in DECISIONS:
        name = f"{name} {books.adjustments[step.on].kind}"
    for journal in books.ledger.journals[since:]:
        if journal.month != month_of(journal.of):
            yield LATE.format(name)
        if name != "approve revaluation" and _clears_cash(journal):
            yield EMPTIED.format(name)


def _clears_cash(journal: Journal) -> bool:
    return any(account == "cash" and not moved.amount for _of, account, moved in journal.lines)
