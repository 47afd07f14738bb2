"""How the crowd acts: the model says in advance what must happen, the life cycle must agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.model import acts, invariants
from tests.model.books import RATES, Books
from tests.model.parts import EXPONENTS
from tests.model.rehearsal import PEOPLE, Rehearsal
from tests.model.seldom import seldom
from tests.model.steps import Codes, History, Lived, Step

One = TypeVar("One")
PROPER = {
    "propose": 1,
    "certify": 2,
    "certify_reversal": 2,
    "write_down": 2,
    "reprogramming": 2,
    "certify_month": 2,
    "report": 1,
}
PROPER |= dict.fromkeys(("reject", "release", "reverse", "reduce", "refuse_reversal"), 3)
PROPER |= dict.fromkeys(("approve", "refuse", "accept", "accept_amendment", "accept_gift"), 3)
PROPER |= dict.fromkeys(("close_contribution", "close_month", "refuse_month"), 3)
"""Whose act it would be on an ordinary day; everything else is the last person's."""

TREASURER = 4
BACK = (0, 0, 0, 0, 2, 0, 9, -1, 0, 15, 0)
"""How many days ago a payment was made: mostly today, sometimes in a month before, or to come."""

UNITS = Decimal("1E-8")
"""How finely a rate of exchange is kept."""

pots = st.integers(0, 19)
many, some = st.integers(0, 99), st.integers(0, 45)
whom = st.integers(0, 9)
"""Numbers above the people's are whoever it would be on an ordinary day."""


class Acting(RuleBasedStateMachine):
    """The books of one history, and the life cycles rehearsed beside them."""

    rates: ClassVar[dict[str, Decimal]] = RATES

    def __init__(self) -> None:
        """Open the books."""
        super().__init__()
        self.books, self.rehearsal = Books.opened(self.rates), Rehearsal()
        self.rehearsal.follow(self.books.pots)
        self.lived = Lived([], set())

    @property
    def history(self) -> History:
        return self.lived.history

    def _pot(self, number: int) -> int:
        return number % len(self.books.pots)

    def _currency(self, pot: int) -> str:
        return self.books.pots[pot].currency

    def _of(self, whole: Decimal, per_cent: int, currency: str) -> Decimal:
        unit = Decimal(1).scaleb(-EXPONENTS[currency])
        return (whole * per_cent / 100).quantize(unit)

    def _stands(self, account: str) -> list[int]:
        """Return the contributions on one of whose accounts cash stands."""
        ledger = self.books.ledger
        return [n for n in range(len(self.books.pots)) if ledger.on(n, account).amount < 0]

    def _with_cash(self, pot: int, account: str) -> int:
        """Return a contribution, mostly one with such cash."""
        there = self._stands(account)
        return there[pot % len(there)] if there and pot % 5 else self._pot(pot)

    def _portion(self, whole: Decimal, per_cent: int, currency: str) -> Decimal:
        """Return all of it one time in three, else some of it, or somewhat more."""
        return whole if per_cent % 3 == 0 else self._of(whole, 3 * per_cent, currency)

    def _day(self, seed: int) -> int:
        return self.books.day - BACK[seed % len(BACK)]

    def _pick(self, all_: Sequence[One], which: int, alive: Callable[[One], bool]) -> int:
        """Return the number of one of them: mostly of one with which something can be done."""
        waiting = [number for number, one in enumerate(all_) if alive(one)]
        if waiting and which % 5:
            return waiting[which % len(waiting)]
        return which % len(all_)

    def _do(self, name: str, on: int = 0, who: int = 9, **given: Any) -> Codes:
        """Let the model say what must happen, and see whether the life cycle does it."""
        person = PROPER.get(name, TREASURER) if who >= len(PEOPLE) else who
        step = Step(name, on, person, **given)
        told = acts.refusal(self.books, step)
        if name == "propose" or name in acts.OF_SHARES:
            assert self.rehearsal.refusal(step, state=self.books.state) == told, step
        if not told:
            self._happen(step)
        self.history.append((step, told))
        return told

    def _happen(self, step: Step) -> None:
        before, booked = invariants.figures(self.books), len(self.books.ledger.journals)
        acts.do(self.books, step)
        invariants.check_4_journals_are_in_open_months(self.books, since=booked)
        self.rehearsal.follow(self.books.pots)
        self.lived.seldom.update(seldom(self.books, step, since=booked))
        if step.name in acts.PROMISES:
            invariants.check_1_promises_move_no_figure(before, self.books)
        elif step.name in {"load_rate", "wait"}:
            invariants.check_5_rates_move_nothing_booked(before, self.books)
