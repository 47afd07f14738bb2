"""How cash begins that is soon gone to the last unit, or comes after its month was closed."""

from __future__ import annotations

from decimal import Decimal

from tests.model.acting import UNITS, Acting
from tests.model.books import TERMS
from tests.model.words import PREPARED

DINARS = 2
"""The contribution in another currency than the dollar that bears no levy."""

YEN = 1
"""The contribution in another currency than the dollar that bears the levy."""

SISTER = len(PREPARED) - 1
"""The word that becomes a contribution of the same donor in the same currency."""


class CashOpenings(Acting):
    """Openings after which a contribution has no cash, or a month takes none."""

    def _late(self, number: int) -> None:
        """Close a month once nothing waits in it, then learn what else happened in it."""
        whole, currency = TERMS[number].amount, TERMS[number].currency
        self._do("receive", number, amount=whole / 5)
        self._do("revaluation", number)
        self._do("wait", day=25)
        self._do("certify_month", what="2026-10")
        self._do("close_month")
        for one in range(len(self.books.adjustments)):
            self._do("approve", one)
        self._do("close_month")
        self._do("receive", number, amount=whole / 5)
        self._do("suspend", amount=whole / 5, what=currency)
        self._do("revaluation", number)
        self._do("write_down", number, amount=whole / 10)
        self._do("refund", number, amount=whole / 20, what="unallotted")
        self._approve()

    def _refunded(self, number: int) -> None:
        """Give all back at another rate than it came at; of yen all but the levy, charged last."""
        if number == YEN:
            self._do("receive", YEN, amount=Decimal(30_000))
            self._rate_rises(YEN, valued=False)
            self._do("refund", YEN, amount=self.books.free(YEN), what="unallotted")
            self._approve()
            self._do("approve", 0)
            return
        self._do("receive", DINARS, amount=Decimal(60))
        self._rate_rises(valued=False)
        self._do("refund", DINARS, amount=Decimal(60), what="unallotted")
        self._approve()

    def _handed_over(self, _number: int) -> None:
        """Move all to another agreement, at another rate than it came at."""
        self._do("receive", DINARS, amount=Decimal(60))
        self._do("accept", SISTER)
        self._rate_rises()
        to = len(self.books.pots) - 1
        self._do("reprogramming", DINARS, amount=Decimal(60), to=to)
        self._approve()

    def _used_up(self, _number: int) -> None:
        """Spend all, carried at another rate; nothing of it is closed, or revalued, too early."""
        self._do("receive", DINARS, amount=Decimal(60))
        for component in (0, 1):
            self._do("propose", DINARS, amount=Decimal(30), component=component)
            self._do("certify", component)
            self._do("release", component)
        self._rate_rises()
        self._do("revaluation", DINARS, day=self.books.day - 1)
        for one, share in enumerate(self.books.shares):
            self._do("obligate", one, amount=share.left_net)
            self._do("close", one)
            self._do("spend", one, amount=share.left_net)

    def _rate_rises(self, number: int = DINARS, *, valued: bool = True) -> None:
        """Load another rate of today; carry the cash that is here at it."""
        currency = TERMS[number].currency
        rate = (self.rates[currency] * Decimal("1.07")).quantize(UNITS)
        self._do("load_rate", what=currency, day=self.books.day, amount=rate)
        if valued:
            self._do("revaluation", number)
            self._approve()

    def _approve(self) -> None:
        self._do("approve", len(self.books.adjustments) - 1)
