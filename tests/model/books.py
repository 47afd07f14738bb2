"""The whole in memory: three contributions, two components, everybody's acts, and the totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.model.parts import NOTHING, rounded, share
from tests.model.shares import FROM, OWNER, RESERVING, SPENDABLE, Share

AGREED = {"USD": Decimal(1_000), "JPY": Decimal(150_000), "KWD": Decimal(300)}
DONORS = {"USD": "donor", "JPY": "other_donor", "KWD": "donor"}
CURRENCIES = tuple(AGREED)
RATES = {"USD": Decimal(1), "JPY": Decimal("157.48"), "KWD": Decimal("0.305")}
"""The UN operational rates of 1 October 2026, as carried."""

NET = Decimal(50)
"""US dollars each of the two components needs, net."""

COLUMN = {"certified": "certified", "released": "released"} | dict.fromkeys(
    ("closed", "reversed"), "closed"
)


class Step(NamedTuple):
    """One act: what, on which thing, by whom, and how much."""

    name: str
    on: int
    who: int
    amount: Decimal = NOTHING
    component: int = 0


@dataclass(slots=True)
class Pot:
    """One contribution and its cash."""

    currency: str
    rates: list[Decimal]
    received: Decimal = NOTHING
    received_usd: Decimal = NOTHING
    unapplied: Decimal = NOTHING
    unapplied_usd: Decimal = NOTHING

    @property
    def usable(self) -> Decimal:
        return self.received - self.unapplied

    def receive(self, amount: Decimal) -> None:
        applied = min(amount, AGREED[self.currency] - self.usable)
        usd = rounded(Fraction(amount) / Fraction(self.rates[-1]), "USD")
        self.received += amount
        self.received_usd += usd
        self.unapplied += amount - applied
        self.unapplied_usd += usd - share(usd, applied, amount)

    def worth(self, amount: Decimal) -> Decimal:
        """Value an amount at the average of the receipts (DOMAIN 2b)."""
        return share(self.received_usd - self.unapplied_usd, amount, self.usable)


@dataclass(slots=True)
class Books:
    """Everything people did, as it must stand."""

    pots: list[Pot]
    agreed_usd: list[Decimal]
    pledged: Counter[str] = field(default_factory=Counter)
    pledged_usd: Decimal = NOTHING
    shares: list[Share] = field(default_factory=list)
    state: str = "funding_sought"

    @classmethod
    def opened(cls, rates: dict[str, Decimal]) -> Books:
        """Open them for three contributions at the rates in force."""
        pots = [Pot(currency, [rates[currency]]) for currency in CURRENCIES]
        usd = [rounded(Fraction(AGREED[p.currency]) / Fraction(p.rates[0]), "USD") for p in pots]
        return cls(pots, usd)

    def allotted(self, pot: int) -> Counter[str]:
        """Return the columns that allotments move on a contribution."""
        sums: Counter[str] = Counter()
        for one in self.shares:
            if one.pot == pot and one.state in COLUMN:
                sums[COLUMN[one.state]] += one.gross  # type: ignore[assignment]
                sums["reversed"] += one.reversed  # type: ignore[assignment]
        return sums

    def free(self, pot: int) -> Decimal:
        """Return the cash that may still be certified."""
        sums = self.allotted(pot)
        held = sums["certified"] + sums["released"] + sums["closed"] - sums["reversed"]
        return self.pots[pot].usable - held

    def refusal(self, step: Step) -> frozenset[str]:
        """Return the codes that stop a step; duties come first and alone, none lets it happen."""
        if step.name in {"pledge", "load_rate"}:
            return frozenset()
        if step.name == "start_delivery":
            return frozenset({"state_moved" if self.state != "funded" else "work_plan_not_agreed"})
        if step.name == "receive":
            if step.who == OWNER:
                return frozenset({"duty"})
            return frozenset({"amount_missing"} if step.amount <= 0 else ())
        if step.name == "propose":
            if step.amount <= 0:
                return frozenset({"amount_missing"})
            return frozenset({"cap_exceeded"} if step.amount > self.free(step.on) else ())
        return self._refusal_of_share(step)

    def _refusal_of_share(self, step: Step) -> frozenset[str]:
        one = self.shares[step.on]
        if one.state not in FROM.get(step.name, {"released"}):
            return frozenset({"state_moved"})
        if step.who in one.duties_of(step.name):
            return frozenset({"duty"})
        return frozenset(
            one.against(
                step.name,
                step.amount,
                free=self.free(one.pot),
                obligable=self.state == "funded",
            )
        )

    def do(self, step: Step) -> None:
        """Take a step that nothing stops, and let the request follow."""
        if step.name == "receive":
            self.pots[step.on].receive(step.amount)
        elif step.name == "pledge":
            self.pledged[DONORS[CURRENCIES[step.on]]] += 1
            self.pledged_usd += step.amount
        elif step.name == "load_rate":
            self.pots[step.on].rates.append(step.amount)
        elif step.name == "propose":
            currency = CURRENCIES[step.on]
            self.shares.append(
                Share(step.on, step.component, currency, step.amount, proposed_by=step.who)
            )
        else:
            one = self.shares[step.on]
            one.take(step.name, step.who, step.amount, self.pots[one.pot].worth)
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
        spent = [one.worth("spent") for one in spendable]
        return {
            "pledged_usd": self.pledged_usd,
            "committed_usd": sum(self.agreed_usd, NOTHING),
            "received_usd": sum((p.received_usd - p.unapplied_usd for p in self.pots), NOTHING),
            "released_usd": sum((one.kept_usd for one in spendable), NOTHING),
            "open_obligations_usd": sum((one.worth("obligated") for one in spendable), NOTHING)
            - sum(spent, NOTHING),
            "expenditure_usd": sum((one.worth("psc_spent") for one in spendable), NOTHING)
            + sum(spent, NOTHING),
        }

    def accounts(self, pot: int) -> dict[str, Decimal]:
        """Return what stands on the accounts of a contribution; a credit is below nothing."""
        mine = [one for one in self.shares if one.pot == pot]
        work = [one for one in mine if one.state in SPENDABLE]
        released = [one for one in work if one.state == "released"]
        gone = sum((one.spent + one.psc_spent for one in work), NOTHING)
        certified = [one.gross for one in mine if one.state == "certified"]
        net = [one.left_net - one.obligated for one in released]
        psc = [one.left - one.left_net - one.psc_spent for one in released]
        return {
            "cash": self.pots[pot].received - gone,
            "disbursed": gone,
            "unapplied": -self.pots[pot].unapplied,
            "unallotted": -self.free(pot),
            "certified": -sum(certified, NOTHING),
            "allotted": -sum(net, NOTHING),
            "psc": -sum(psc, NOTHING),
            "obligated": -sum((one.obligated - one.spent for one in work), NOTHING),
            "spent": -sum((one.spent for one in work), NOTHING),
            "psc_earned": -sum((one.psc_spent for one in work), NOTHING),
        }

    def reserving(self, pot: int) -> list[Share]:
        """Return the allotments that take something of a contribution."""
        return [one for one in self.shares if one.pot == pot and one.state in RESERVING]
