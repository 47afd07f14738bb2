"""What the crowd tries with goods in kind."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, some, whom
from tests.model.acts import OF_GOODS

TRIED = {
    "pledged": ("accept_gift", "accept_gift", "withdraw_gift"),
    "agreed": ("report", "confirm", "confirm_part", "report", "return_report", "end_gift"),
}
VALUES = {"USD": Decimal("20.01"), "JPY": Decimal(3_001), "KWD": Decimal("7.003")}
"""What a hundred books are worth."""


class GoodsRules(Acting):
    """Promise, accept, deliver, confirm, or end."""

    @rule(hundreds=st.integers(1, 6), currency=st.sampled_from(sorted(VALUES)))
    def gift(self, hundreds: int, currency: str) -> None:
        if len(self.books.gifts) < 4:
            value = VALUES[currency] * hundreds
            self._do("gift", amount=Decimal(100 * hundreds), charges=value, what=currency)

    @precondition(lambda self: self.books.gifts)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act_on_gift(self, which: int, what: int, per_cent: int, who: int) -> None:
        on = self._pick(self.books.gifts, which, lambda one: one.state in TRIED)
        one = self.books.gifts[on]
        tried = TRIED.get(one.state, OF_GOODS[1:]) if what % 4 else OF_GOODS[1:]
        name = tried[what % len(tried)]
        rest = one.quantity - one.came
        amount = rest if per_cent % 3 == 0 else Decimal(per_cent * 7)
        self._do(name, on, who, amount=amount if name == "report" else Decimal(0))
