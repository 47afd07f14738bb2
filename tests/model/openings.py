"""How histories begin: most with something under way, so that what follows is reached sooner."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.model.acting import pots
from tests.model.books import TERMS
from tests.model.openings_of_cash import CashOpenings
from tests.model.words import PREPARED


class Openings(CashOpenings):
    """The first acts of a history."""

    @initialize(pot=pots, opening=st.integers(0, 25))
    def open(self, pot: int, opening: int) -> None:
        number = pot % len(TERMS)
        begin = (
            self._nothing,
            self._funded,
            self._spent,
            self._overpaid,
            self._goods,
            self._written_off,
            self._announced,
            self._month_ended,
            self._closed,
            self._late,
            self._refunded,
            self._handed_over,
            self._used_up,
        )
        begin[opening % len(begin)](number)

    def _nothing(self, _number: int) -> None:
        """Begin with contributions of which no cash has come."""

    def _funded(self, number: int) -> None:
        whole = TERMS[number].amount
        for component in (0, 1):
            self._do("receive", number, amount=whole * Decimal("0.3"))
            self._do("propose", number, amount=whole * Decimal("0.2"), component=component)
            self._do("certify", component)
            self._do("release", component)

    def _spent(self, number: int) -> None:
        self._funded(number)
        one = self.books.shares[0]
        self._do("obligate", 0, amount=one.left_net)
        self._do("spend", 0, amount=one.left_net)

    def _overpaid(self, number: int) -> None:
        whole = TERMS[number].amount
        self._do("receive", number, amount=whole + whole / 4, charges=whole / 100)
        self._do("amend", number, amount=whole + whole / 10)

    def _goods(self, _number: int) -> None:
        self._do("gift", amount=Decimal(300), charges=Decimal("70.01"), what="USD")
        self._do("gift", amount=Decimal(600), charges=Decimal(9_001), what="JPY")
        for one in (0, 1):
            self._do("accept_gift", one)
        self._do("report", 0, amount=Decimal(300))
        self._do("report", 1, amount=Decimal(70))
        for one in (0, 1):
            self._do("confirm" if one == 0 else "confirm_part", one)

    def _written_off(self, number: int) -> None:
        self._do("receive", number, amount=TERMS[number].amount / 10)
        self._do("write_down", number, amount=self.books.pots[number].owed)
        self._do("approve", len(self.books.adjustments) - 1)

    def _month_ended(self, number: int) -> None:
        """Close the month in which cash of nobody came."""
        currency, whole = TERMS[number].currency, TERMS[number].amount
        self._do("suspend", amount=whole / 4, what=currency)
        self._do("wait", day=25)
        self._do("certify_month", what="2026-10")
        self._do("close_month")

    def _closed(self, number: int) -> None:
        """Close a contribution with an amendment and a proposal still open."""
        whole = TERMS[number].amount
        self._do("receive", number, amount=whole / 5)
        self._do("propose", number, amount=whole / 10)
        self._do("amend", number, amount=whole / 2)
        self._do("revaluation", number)
        self._do("write_down", number, amount=self.books.pots[number].owed)
        for one, kind in enumerate([one.kind for one in self.books.adjustments]):
            if kind in {"write_down", "levy"}:
                self._do("approve", one)
        self._do("refund", number, amount=self.books.free(number), what="unallotted")
        self._do("approve", len(self.books.adjustments) - 1)
        self._do("close_contribution", number)

    def _announced(self, _number: int) -> None:
        for days, house in ((0, "donor"), (3, "other_donor")):
            self._do("pledge", amount=Decimal(33), what=house, day=days)
        first = len(PREPARED)
        self._do("negotiate", first)
        self._do("wait", day=4)
        self._do("negotiate", first + 1)
