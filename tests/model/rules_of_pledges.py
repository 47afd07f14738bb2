"""What the crowd tries with promises: none of it is money before both sides have signed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, some, whom
from tests.model.words import ANNOUNCED

houses = st.sampled_from(("donor", "other_donor"))
endings = st.sampled_from(("withdraw", "decline", "expire"))


class PledgeRules(Acting):
    """Announce, negotiate, agree in whole or in part, or let it end."""

    @rule(house=houses, per_cent=some)
    def pledge(self, house: str, per_cent: int) -> None:
        if len(self.books.words) < 9:
            days = per_cent % 9 if per_cent % 2 else 0
            self._do("pledge", 0, 9, amount=Decimal(1 + per_cent), what=house, day=days)

    @precondition(lambda self: len(self.books.words) > 3)
    @rule(which=many, who=whom)
    def negotiate(self, which: int, who: int) -> None:
        on = self._pick(self.books.words, which, lambda one: one.state == "pledged")
        self._do("negotiate", on, who)

    @rule(which=many, per_cent=some, rest=st.sampled_from(("kept", "lapsed")), who=whom)
    def agree_in_part(self, which: int, per_cent: int, rest: str, who: int) -> None:
        on = self._pick(self.books.words, which, lambda one: one.state == "negotiation")
        one = self.books.words[on]
        amount = self._of(one.amount, 3 * per_cent, one.terms.currency)
        self._do("agree_in_part", on, who, amount=amount, what=rest)

    @rule(which=many, who=whom)
    def accept(self, which: int, who: int) -> None:
        on = self._pick(self.books.words, which, lambda one: one.state == "cleared")
        self._do("accept", on, who)

    @rule(which=many, name=endings)
    def end(self, which: int, name: str) -> None:
        on = self._pick(self.books.words, which, lambda one: one.state in ANNOUNCED)
        if on < 3 and which % 2:
            self._do("negotiate", on, which)
        else:
            self._do(name, on)

    @rule(which=many, name=st.sampled_from(("fulfil_condition", "lapse_condition")))
    def reckon_condition(self, which: int, name: str) -> None:
        on = self._pick(self.books.words, which, lambda one: one.waits_for is not None)
        self._do(name, on)
