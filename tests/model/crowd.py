"""A crowd that does anything in any order: two hundred histories of fifty acts, and what holds."""

from __future__ import annotations

from typing import ClassVar

from hypothesis.stateful import invariant

from tests.model import invariants
from tests.model.openings import Openings
from tests.model.rules_of_adjustments import AdjustmentRules
from tests.model.rules_of_allotments import AllotmentRules
from tests.model.rules_of_cash import CashRules
from tests.model.rules_of_going_on import GoingOnRules
from tests.model.rules_of_goods import GoodsRules
from tests.model.rules_of_pledges import PledgeRules
from tests.model.rules_of_terms import TermsRules
from tests.model.rules_of_time import TimeRules
from tests.model.steps import Lived


class Watched(Openings):
    """Whatever a crowd does, these hold after every act."""

    histories: ClassVar[list[Lived]]

    def teardown(self) -> None:
        """Invariant 4 from the first journal to the last; keep it, to be lived again."""
        assert self.books.ledger.standing() == self.books.ledger.replayed()
        self.histories.append(self.lived)

    @invariant()
    def invariant_2(self) -> None:
        invariants.check_2_the_cap_holds(self.books, self.rehearsal)

    @invariant()
    def invariant_3(self) -> None:
        invariants.check_3_duties_are_of_different_people(self.books, self.rehearsal)

    @invariant()
    def invariant_4(self) -> None:
        invariants.check_4_balances_are_the_ledger(self.books)

    @invariant()
    def invariant_6(self) -> None:
        invariants.check_6_parts_add_up(self.books, self.rehearsal)

    @invariant()
    def invariant_9(self) -> None:
        invariants.check_9_only_released_cash_opens_delivery(self.books)

    @invariant()
    def invariant_13(self) -> None:
        invariants.check_13_nothing_is_counted_twice(self.books)


class Crowd(
    AllotmentRules,
    CashRules,
    AdjustmentRules,
    PledgeRules,
    TermsRules,
    GoodsRules,
    TimeRules,
    GoingOnRules,
    Watched,
):
    """Everybody does what they like; the model says what must come of it."""


class Spenders(AllotmentRules, CashRules, GoingOnRules, Watched):
    """Those who put cash to work, and nobody else: allotments come to their ends."""


class Correctors(CashRules, AdjustmentRules, TermsRules, TimeRules, GoingOnRules, Watched):
    """Those who correct, amend and close, while days pass and months are closed."""


class Givers(PledgeRules, GoodsRules, TermsRules, TimeRules, GoingOnRules, Watched):
    """Those who promise, in cash and in kind, while days pass."""
