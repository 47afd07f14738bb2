"""What happens meanwhile: days pass, rates are loaded, months are closed."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import UNITS, Acting, many, some, whom
from tests.model.books import FIRST

LAST = 60
MONTHS = ("2026-09", "2026-10", "2026-11")


class TimeRules(Acting):
    """The clock, the rates, the periods."""

    @rule(days=st.integers(0, 15))
    def wait(self, days: int) -> None:
        """Let days pass; on a day without any, somebody tries to start delivery."""
        if days == 0:
            self._do("start_delivery")
        elif self.books.day + days <= LAST:
            self._do("wait", day=days)

    @rule(currency=st.sampled_from(("JPY", "KWD")), per_cent=some, back=st.integers(-2, 9))
    def load_rate(self, currency: str, per_cent: int, back: int) -> None:
        day = max(self.books.day - back, FIRST + 1)
        rate = (self.rates[currency] * (80 + per_cent) / 100).quantize(UNITS)
        self._do("load_rate", what=currency, day=day, amount=rate)

    @rule(month=st.sampled_from(MONTHS), who=whom)
    def certify_month(self, month: str, who: int) -> None:
        self._do("certify_month", 0, who, what=month)

    @precondition(lambda self: self.books.months)
    @rule(
        which=many,
        name=st.sampled_from(("close_month", "close_month", "refuse_month")),
        who=whom,
    )
    def decide_on_month(self, which: int, name: str, who: int) -> None:
        on = self._pick(self.books.months, which, lambda one: one.state == "certified")
        self._do(name, on, who)
