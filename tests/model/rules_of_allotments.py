"""What the crowd tries with allotments: in turn, again and again, and out of turn."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, pots, some, whom
from tests.model.acts import OF_SHARES
from tests.model.parts import NOTHING

TRIED = {
    "proposed": ("certify", "certify", "certify", "reject"),
    "certified": ("release", "release", "release", "reject"),
    "released": ("obligate", "spend", "deobligate", "certify_reversal", "reduce", "close"),
    "pending": ("reduce", "reverse", "reduce", "reverse", "refuse_reversal", "obligate"),
}
"""What people try in a state, or while a reversal waits; what fills the books more often."""


class AllotmentRules(Acting):
    """From a proposal to the end of an allotment."""

    @rule(pot=pots, component=st.integers(0, 1), per_cent=some, who=whom)
    def propose(self, pot: int, component: int, per_cent: int, who: int) -> None:
        on = self._with_cash(pot, "unallotted")
        whole = max(self.books.free(on), self.books.pots[on].amount / 20)
        amount = self._of(whole, 2 * per_cent, self._currency(on))
        self._do("propose", on, who, amount=amount, component=component)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act(self, which: int, what: int, per_cent: int, who: int) -> None:
        waiting = [n for n, one in enumerate(self.books.shares) if one.state in TRIED]
        if waiting:
            on = waiting[which % len(waiting)]
            one = self.books.shares[on]
            tried = TRIED["pending" if one.reversal_amount is not None else one.state]
            self._on_share(tried[what % len(tried)], on, per_cent, who)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act_again(self, which: int, what: int, per_cent: int, who: int) -> None:
        self.act(which, what, per_cent, who)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act_once_more(self, which: int, what: int, per_cent: int, who: int) -> None:
        self.act(which, what, per_cent, who)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act_some_more(self, which: int, what: int, per_cent: int, who: int) -> None:
        self.act(which, what, per_cent, who)

    @rule(pot=pots, component=st.integers(0, 1), per_cent=some, who=whom)
    def propose_more(self, pot: int, component: int, per_cent: int, who: int) -> None:
        self.propose(pot, component, per_cent, who)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, name=st.sampled_from(OF_SHARES), per_cent=some, who=whom)
    def act_out_of_turn(self, which: int, name: str, per_cent: int, who: int) -> None:
        self._on_share(name, which % len(self.books.shares), per_cent, who)

    def _on_share(self, name: str, on: int, per_cent: int, who: int) -> None:
        one = self.books.shares[on]
        whole = {
            "certify_reversal": one.unobligated,
            "obligate": one.left_net - one.obligated,
            "deobligate": one.obligated - one.spent,
            "spend": one.obligated - one.spent,
        }
        amount = self._of(2 * one.gross, per_cent, one.currency) if name in whole else NOTHING
        self._do(name, on, who, amount=amount if per_cent % 3 else whole.get(name, amount))
