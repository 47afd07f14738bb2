"""What the crowd tries with agreements: another amount, and the end of a contribution."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, pots, some, whom


class TermsRules(Acting):
    """Amend, and close."""

    @rule(pot=pots, per_cent=some, way=st.integers(0, 3))
    def amend(self, pot: int, per_cent: int, way: int) -> None:
        on = self._pot(pot)
        one = self.books.pots[on]
        least = one.settled + one.written_down
        amounts = (
            one.amount + self._of(one.amount, per_cent, one.currency),
            least,
            one.amount,
            max(least, one.amount - self._of(one.amount, 2 * per_cent, one.currency)),
        )
        self._do("amend", on, amount=amounts[way])

    @precondition(lambda self: self.books.amendments)
    @rule(which=many, name=st.sampled_from(("accept_amendment",) * 3 + ("give_up",)), who=whom)
    def decide_on_amendment(self, which: int, name: str, who: int) -> None:
        on = self._pick(self.books.amendments, which, lambda one: one.state == "signed")
        self._do(name, on, who)

    @precondition(lambda self: any(one.state == "received" for one in self.books.pots))
    @rule(pot=pots, who=whom)
    def close_contribution(self, pot: int, who: int) -> None:
        on = self._pick(self.books.pots, pot, lambda one: one.state == "received")
        self._do("close_contribution", on, who)
