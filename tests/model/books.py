"""The whole in memory: what everybody did, as it must stand, and the totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tests.model.adjustments import Adjustment
from tests.model.amendments import Amendment
from tests.model.gifts import Gift
from tests.model.ledger import Ledger, Line, Worth
from tests.model.months import Month, first_open
from tests.model.parts import NOTHING, rounded
from tests.model.pots import Pot, Terms
from tests.model.shares import SPENDABLE, Share
from tests.model.suspense import Suspended
from tests.model.words import ANNOUNCED, PREPARED, Word

TERMS = (
    Terms("USD", "donor", Decimal(1_000)),
    Terms("JPY", "other_donor", Decimal(150_000), tight=True),
    Terms("KWD", "donor", Decimal(300)),
    Terms("USD", "donor", Decimal(600), tight=True),
)
"""The contributions with which every history begins, agreed on the day of the first rates."""

RATES = {"USD": Decimal(1), "JPY": Decimal("157.48"), "KWD": Decimal("0.305")}
"""The UN operational rates of 1 October 2026, as carried."""

FIRST = -10
"""The day of those rates; the histories begin on day 0."""

NET = Decimal(50)
"""US dollars each of the two components needs, net."""

COLUMN = {"certified": "certified", "released": "released"} | dict.fromkeys(
    ("closed", "reversed"), "closed"
)


@dataclass(slots=True)
class Books:
    """Everything people did, as it must stand."""

    rates: dict[str, dict[int, Decimal]]
    day: int = FIRST
    ledger: Ledger = field(default_factory=Ledger)
    pots: list[Pot] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    suspended: list[Suspended] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    state: str = "funding_sought"

    @classmethod
    def opened(cls, rates: dict[str, Decimal]) -> Books:
        """Open them for the contributions at the rates in force, and what donors prepared."""
        books = cls({currency: {FIRST: rate} for currency, rate in rates.items()})
        for terms in TERMS:
            books.agree(terms, terms.amount)
        books.day = 0
        for word in PREPARED:
            usd = books.in_dollars(word.terms.currency, word.terms.amount, FIRST)
            books.words.append(word.told(usd))
        return books

    def agree(self, terms: Terms, amount: Decimal) -> Pot:
        """Open a contribution: its donor owes it, in the dollars of today."""
        usd = self.in_dollars(terms.currency, amount, self.day)
        self.pots.append(Pot(terms, amount, usd))
        owed, number = Worth(amount, usd), len(self.pots) - 1
        self.post((number, "receivable", owed), (number, "income", -owed))
        return self.pots[number]

    def rate(self, currency: str, day: int) -> Decimal | None:
        """Return the newest rate of a day; a dollar is a dollar on every day."""
        if currency == "USD":
            return Decimal(1)
        known = [one for one in self.rates[currency] if one <= day]
        return self.rates[currency][max(known)] if known else None

    def in_dollars(self, currency: str, amount: Decimal, day: int) -> Decimal:
        """Value an amount on a day that has a rate."""
        rate = self.rate(currency, day)
        assert rate is not None
        return rounded(Fraction(amount) / Fraction(rate), "USD")

    def post(self, *lines: Line, day: int | None = None) -> None:
        """Post one journal of a day, or of today, in the first month from there that is open."""
        of = self.day if day is None else day
        self.ledger.post(*lines, of=of, on=self.day, month=first_open(self.months, of))

    def allotted(self, pot: int) -> Counter[str]:
        """Return the columns that allotments move on a contribution."""
        sums: Counter[str] = Counter()
        for one in self.shares:
            if one.pot == pot and one.state in COLUMN:
                sums[COLUMN[one.state]] += one.gross  # type: ignore[assignment]
                sums["reversed"] += one.reversed  # type: ignore[assignment]
        return sums

    def held(self, pot: int) -> Decimal:
        """Return what allotments hold of a contribution."""
        return sum((one.kept for one in self.shares if one.pot == pot), NOTHING)

    def free(self, pot: int) -> Decimal:
        """Return the cash that may still be certified."""
        return self.pots[pot].usable - self.held(pot) - self.pots[pot].gone

    def unspent(self, pot: int) -> Decimal:
        """Return what keeps a contribution from being closed."""
        sums = self.allotted(pot)
        open_ = sum((one.amount for one in self.adjustments if one.is_set_aside(pot)), NOTHING)
        held = sums["certified"] + sums["released"] + self.pots[pot].unapplied
        return self.free(pot) + held + open_

    def follow(self) -> None:
        """Let the request be funded, or not any more, as the money says."""
        self.state = "funded" if self.covered() else "funding_sought"

    def covered(self) -> bool:
        """Tell whether released money pays for both components, net."""
        net: Counter[int] = Counter()
        for one in self.shares:
            if one.state in SPENDABLE:
                net[one.component] += one.net_usd  # type: ignore[assignment]
        return all(net[component] >= NET for component in (0, 1))

    def totals(self) -> dict[str, Decimal]:
        """Return the three totals, never mixed, and what was done with the money, in dollars."""
        spendable = [one for one in self.shares if one.state in SPENDABLE]
        spent = sum((one.worth("spent") for one in spendable), NOTHING)
        words = [one.usd for one in self.words if one.state in ANNOUNCED]
        return {
            "pledged_usd": sum(words, NOTHING),
            "committed_usd": sum((one.usd - one.written_down_usd for one in self.pots), NOTHING),
            "received_usd": sum((one.usable_usd - one.refunded_usd for one in self.pots), NOTHING),
            "released_usd": sum((one.kept_usd for one in spendable), NOTHING),
            "open_obligations_usd": sum((one.worth("obligated") for one in spendable), NOTHING)
            - spent,
            "expenditure_usd": sum((one.worth("psc_spent") for one in spendable), NOTHING) + spent,
        }
