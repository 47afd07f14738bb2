"""What the crowd tries with cash: receipts, over-receipts, bank charges, and cash of nobody."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, pots, some, whom
from tests.model.books import TERMS
from tests.model.parts import NOTHING

currencies = st.sampled_from(sorted({one.currency for one in TERMS}))


class CashRules(Acting):
    """Cash that comes in."""

    @rule(pot=pots, per_cent=some, seed=many, who=whom)
    def receive(self, pot: int, per_cent: int, seed: int, who: int) -> None:
        on = self._pot(pot)
        whole, currency = self.books.pots[on].amount, self._currency(on)
        charges = self._of(whole, seed % 4 - 1, currency) if seed % 3 == 0 else NOTHING
        self._do(
            "receive",
            on,
            who,
            amount=self._of(whole, 2 * per_cent, currency),
            day=self._day(seed),
            charges=charges,
        )

    @rule(pot=pots, per_cent=some, seed=many, who=whom)
    def receive_more(self, pot: int, per_cent: int, seed: int, who: int) -> None:
        self.receive(pot, per_cent, seed, who)

    @rule(currency=currencies, per_cent=some, seed=many, who=whom)
    def suspend(self, currency: str, per_cent: int, seed: int, who: int) -> None:
        whole = next(one.amount for one in TERMS if one.currency == currency)
        amount = self._of(whole, per_cent, currency)
        self._do("suspend", 0, who, amount=amount, what=currency, day=self._day(seed))

    @precondition(lambda self: self.books.suspended)
    @rule(which=many, pot=pots, who=whom)
    def identify(self, which: int, pot: int, who: int) -> None:
        on = self._pick(self.books.suspended, which, lambda one: one.pot is None)
        currency = self.books.suspended[on].currency
        to = self._pick(self.books.pots, pot + 1, lambda one: one.currency == currency)
        self._do("identify", on, who, to=to)
