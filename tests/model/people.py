"""A crowd that does anything in any order: two hundred histories of fifty acts, and what holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from donors.lifecycle.stages import kept, stages
from tests.model.books import AGREED, CURRENCIES, RATES, Books, Step
from tests.model.parts import EXPONENTS, NOTHING
from tests.model.rehearsal import PEOPLE, Rehearsal, parts_add_up

History = list[tuple[Step, frozenset[str]]]
"""What was tried, and the codes that stopped it; none where it happened."""

PROPER = {"propose": 1, "certify": 2, "certify_reversal": 2, "reject": 3, "release": 3}
PROPER |= dict.fromkeys(("reverse", "reduce", "refuse_reversal"), 3)
"""Whose act it would be on an ordinary day; everything else is the last person's."""

TRIED = {
    "proposed": ("certify", "certify", "certify", "reject"),
    "certified": ("release", "release", "release", "reject"),
    "released": (
        "obligate",
        "spend",
        "deobligate",
        "certify_reversal",
        "reduce",
        "reverse",
        "refuse_reversal",
        "close",
    ),
}
"""What people try in a state; certifying and releasing more often, so that books fill up."""

MEANWHILE = ("pledge", "load_rate", "start_delivery")
EVERYTHING = sorted({name for names in TRIED.values() for name in names})
COLUMNS = (
    "state",
    "version",
    "gross",
    "programmable",
    "psc",
    "reversed",
    "reversed_programmable",
    "usd_gross",
    "usd_programmable",
    "usd_reversed",
    "usd_reversed_programmable",
    "obligated",
    "spent",
    "psc_spent",
    "reversal_amount",
)
"""What the model and an allotment both have."""

UNITS = Decimal("1E-8")
"""How finely a rate of exchange is kept."""

pots = st.integers(0, len(CURRENCIES) - 1)
many, some = st.integers(0, 99), st.integers(0, 45)
whom = st.integers(0, 9)
"""Numbers above the people's are whoever it would be on an ordinary day."""


class Crowd(RuleBasedStateMachine):
    """Everybody does what they like; the model says what must come of it."""

    rates: ClassVar[dict[str, Decimal]] = RATES
    histories: ClassVar[list[History]]

    def __init__(self) -> None:
        """Open the books."""
        super().__init__()
        self.books, self.rehearsal = Books.opened(self.rates), Rehearsal()
        self.history: History = []

    def teardown(self) -> None:
        """Keep what happened, to be lived again in the database."""
        self.histories.append(self.history)

    @initialize(pot=pots, ready=st.integers(0, 3))
    def open(self, pot: int, ready: int) -> None:
        """Begin with a funded request, three times in four: what follows is reached sooner."""
        whole = AGREED[CURRENCIES[pot]]
        for component in (0, 1) if ready else ():
            self._do("receive", pot, 9, amount=self._of(whole, 30, pot))
            self._do("propose", pot, 9, amount=self._of(whole, 20, pot), component=component)
            self._do("certify", component, 9)
            self._do("release", component, 9)
        for name in ("obligate", "spend") if ready == 3 else ():
            self._on_share(name, 0, 0, 9)

    @rule(pot=pots, per_cent=some, who=whom)
    def receive(self, pot: int, per_cent: int, who: int) -> None:
        self._do("receive", pot, who, amount=self._of(AGREED[CURRENCIES[pot]], per_cent, pot))

    @rule(pot=pots, per_cent=some, what=st.sampled_from(MEANWHILE))
    def meanwhile(self, pot: int, per_cent: int, what: str) -> None:
        """Let happen what must move no booked money."""
        if what == "pledge":
            self._do(what, pot, 9, amount=Decimal(1 + per_cent))
        elif what == "start_delivery":
            self._do(what, 0, 9)
        elif pot and len(self.books.pots[pot].rates) < 9:
            rate = self.rates[CURRENCIES[pot]] * (80 + per_cent) / 100
            self._do(what, pot, 9, amount=rate.quantize(UNITS))

    @rule(pot=pots, component=st.integers(0, 1), per_cent=some, who=whom)
    def propose(self, pot: int, component: int, per_cent: int, who: int) -> None:
        amount = self._of(AGREED[CURRENCIES[pot]], per_cent, pot)
        self._do("propose", pot, who, amount=amount, component=component)

    @precondition(lambda self: self.books.shares)
    @rule(which=many, what=many, per_cent=some, who=whom)
    def act(self, which: int, what: int, per_cent: int, who: int) -> None:
        waiting = [n for n, one in enumerate(self.books.shares) if one.state in TRIED]
        if waiting:
            on = waiting[which % len(waiting)]
            tried = TRIED[self.books.shares[on].state]
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
    @rule(which=many, name=st.sampled_from(EVERYTHING), per_cent=some, who=whom)
    def act_out_of_turn(self, which: int, name: str, per_cent: int, who: int) -> None:
        self._on_share(name, which % len(self.books.shares), per_cent, who)

    @invariant()
    def the_cap_holds(self) -> None:
        """Invariant 2, and columns that are those of the allotments."""
        for number, pot in enumerate(self.rehearsal.pots):
            sums = self.books.allotted(number)
            assert all(
                getattr(pot, name) == sums[name]
                for name in ("certified", "released", "closed", "reversed")
            )
            assert pot.allotted <= self.books.pots[number].usable <= AGREED[pot.currency]

    @invariant()
    def parts_and_people_are_right(self) -> None:
        """Invariants 3, 4 and 6 on every allotment."""
        for mine, real in zip(self.books.shares, self.rehearsal.shares, strict=True):
            for name in COLUMNS:
                assert getattr(real, name) == getattr(mine, name), name
            assert parts_add_up(real)
            assert sum((part.usd for part in stages(real).values()), NOTHING) == kept(real).usd
            three = [mine.proposed_by, mine.certified_by, mine.released_by]
            named = [person for person in three if person is not None]
            assert len(set(named)) == len(named)
            assert not mine.certifiers & mine.approvers
            assert len(real.certifiers) == len(mine.certifiers)
            assert len(real.approvers) == len(mine.approvers)
            assert mine.closed_by != 0

    def _of(self, whole: Decimal, per_cent: int, pot: int) -> Decimal:
        unit = Decimal(1).scaleb(-EXPONENTS[CURRENCIES[pot]])
        return (whole * per_cent / 100).quantize(unit)

    def _on_share(self, name: str, on: int, per_cent: int, who: int) -> None:
        one = self.books.shares[on]
        whole = {
            "certify_reversal": one.unobligated,
            "obligate": one.left_net - one.obligated,
            "deobligate": one.obligated - one.spent,
            "spend": one.obligated - one.spent,
        }
        amount = self._of(2 * one.gross, per_cent, one.pot) if name in whole else NOTHING
        self._do(name, on, who, amount=amount if per_cent % 3 else whole.get(name, amount))

    def _do(self, name: str, on: int, who: int, **given: Any) -> None:
        """Let the model say what must happen, and see whether the life cycle does it."""
        person = PROPER.get(name, 4) if who >= len(PEOPLE) else who
        step = Step(name, on, person, **given)
        told = self.books.refusal(step)
        before = self.books.totals()["released_usd"]
        if name not in {"receive", "pledge", "load_rate", "start_delivery"}:
            assert self.rehearsal.refusal(step, state=self.books.state) == told
        if not told:
            self.books.do(step)
        if name == "receive":
            pot = self.books.pots[on]
            usd = pot.received_usd - pot.unapplied_usd
            self.rehearsal.receive(pot=on, received=pot.usable, usd=usd)
        if name in {"pledge", "load_rate", "receive"}:  # invariants 1 and 5
            assert self.books.totals()["released_usd"] == before
        self.history.append((step, told))
