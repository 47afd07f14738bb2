"""What the crowd tries outside of allotments: one rule for each kind of adjustment."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many, pots, some, whom

sources = st.sampled_from(("unallotted", "unapplied"))


def some_cash(acting: Acting) -> bool:
    """Tell whether any cash may be adjusted."""
    return bool(acting._stands("unallotted") or acting._stands("unapplied"))  # noqa: SLF001


def unapplied_cash(acting: Acting) -> bool:
    """Tell whether any cash waits for its donor's word."""
    return bool(acting._stands("unapplied"))  # noqa: SLF001


class AdjustmentRules(Acting):
    """Enter, approve and refuse."""

    @rule(pot=pots, per_cent=some, seed=many, who=whom)
    def write_down(self, pot: int, per_cent: int, seed: int, who: int) -> None:
        on = self._pick(self.books.pots, pot, lambda one: one.owed > 0)
        self._enter("write_down", on, self.books.pots[on].owed, per_cent, seed, who)

    @precondition(some_cash)
    @rule(pot=pots, source=sources, per_cent=some, seed=many, who=whom)
    def refund(self, pot: int, source: str, per_cent: int, seed: int, who: int) -> None:
        on = self._with_cash(pot, source)
        whole = self.books.free(on) if source == "unallotted" else self.books.pots[on].unapplied
        self._enter("refund", on, whole, per_cent, seed, who, what=source)

    @precondition(unapplied_cash)
    @rule(pot=pots, to=pots, per_cent=some, seed=many, who=whom)
    def apply_unapplied_cash(self, pot: int, to: int, per_cent: int, seed: int, who: int) -> None:
        on = self._with_cash(pot, "unapplied")
        whole = self.books.pots[on].unapplied
        target = None if to % 3 == 0 else self._related(on, to)
        self._enter("application", on, whole, per_cent, seed, who, to=target)

    @precondition(some_cash)
    @rule(pot=pots, to=pots, per_cent=some, seed=many, who=whom)
    def reprogramme(self, pot: int, to: int, per_cent: int, seed: int, who: int) -> None:
        on = self._with_cash(pot, "unallotted")
        target = None if to == 0 else self._related(on, to, other=to % 7 > 0)
        self._enter("reprogramming", on, self.books.free(on), per_cent, seed, who, to=target)

    @precondition(some_cash)
    @rule(pot=pots, per_cent=some, seed=many, who=whom)
    def levy(self, pot: int, per_cent: int, seed: int, who: int) -> None:
        on = self._with_cash(pot, "unallotted")
        whole = min(self.books.pots[on].levy_due, self.books.free(on))
        what = "all" if seed % 4 == 0 else ""
        self._enter("levy", on, whole, per_cent, seed, who, what=what)

    @precondition(some_cash)
    @rule(pot=pots, seed=many, who=whom)
    def revalue(self, pot: int, seed: int, who: int) -> None:
        self._enter("revaluation", self._with_cash(pot, "unallotted"), Decimal(0), 0, seed, who)

    @precondition(lambda self: self.books.adjustments)
    @rule(which=many, name=st.sampled_from(("approve", "approve", "refuse")), who=whom)
    def decide(self, which: int, name: str, who: int) -> None:
        on = self._pick(self.books.adjustments, which, lambda one: one.state == "entered")
        self._do(name, on, who)

    @precondition(lambda self: self.books.adjustments)
    @rule(which=many, who=whom)
    def approve_another(self, which: int, who: int) -> None:
        self.decide(which, "approve", who)

    def _enter(
        self,
        kind: str,
        on: int,
        whole: Decimal,
        per_cent: int,
        seed: int,
        who: int,
        what: str = "",
        to: int | None = None,
    ) -> None:
        amount = self._portion(whole, per_cent, self._currency(on))
        self._do(kind, on, who, amount=amount, day=self._day(seed), what=what, to=to)

    def _related(self, on: int, to: int, *, other: bool = False) -> int:
        """Return a contribution, mostly of the same donor and currency."""
        terms = self.books.pots[on].terms
        same = [
            number
            for number, one in enumerate(self.books.pots)
            if (one.terms.house, one.currency) == (terms.house, terms.currency)
            and not (other and number == on)
        ]
        return same[to % len(same)] if same and to % 5 else self._pot(to)
