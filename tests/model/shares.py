"""What the model knows of one allotment, and what must stop an act on it (DOMAIN 2 and 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.model.ledger import Worth
from tests.model.parts import NOTHING, RATE, net_of, rounded, share, with_support_cost
from tests.model.steps import OWNER

RESERVING = {"certified", "released", "closed", "reversed"}
SPENDABLE = {"released", "closed", "reversed"}
FROM = {
    "certify": {"proposed"},
    "reject": {"proposed", "certified"},
    "release": {"certified"},
}
"""Every other act asks for a released allotment."""


@dataclass(slots=True)
class Share:
    """One allotment: its columns by the names they have in the database, people by number."""

    pot: int
    component: int
    currency: str
    gross: Decimal
    proposed_by: int
    state: str = "proposed"
    version: int = 1
    reversed: Decimal = NOTHING
    reversed_programmable: Decimal = NOTHING
    usd_gross: Decimal = NOTHING
    usd_programmable: Decimal = NOTHING
    usd_reversed: Decimal = NOTHING
    usd_reversed_programmable: Decimal = NOTHING
    obligated: Decimal = NOTHING
    spent: Decimal = NOTHING
    psc_spent: Decimal = NOTHING
    reversal_amount: Decimal | None = None
    certified_by: int | None = None
    released_by: int | None = None
    reversal_certified_by: int | None = None
    reversed_by: int | None = None
    certifiers: frozenset[int] = frozenset()
    approvers: frozenset[int] = frozenset()
    closed_by: int | None = None

    @property
    def programmable(self) -> Decimal:
        return net_of(self.gross, self.currency)

    @property
    def psc(self) -> Decimal:
        return self.gross - self.programmable

    @property
    def left(self) -> Decimal:
        return self.gross - self.reversed

    @property
    def kept(self) -> Decimal:
        """Return what it takes of the contribution's cash."""
        return self.left if self.state in RESERVING else NOTHING

    @property
    def left_net(self) -> Decimal:
        return self.programmable - self.reversed_programmable

    @property
    def unobligated(self) -> Decimal:
        if self.obligated == self.left_net:
            return NOTHING
        return self.left - min(with_support_cost(self.obligated, self.currency), self.left)

    @property
    def kept_usd(self) -> Decimal:
        return self.usd_gross - self.usd_reversed

    @property
    def net_usd(self) -> Decimal:
        return self.usd_programmable - self.usd_reversed_programmable

    def worth(self, column: str) -> Decimal:
        """Return the dollars of what was obligated, spent or booked as support cost."""
        if column == "psc_spent":
            return share(self.usd_gross - self.usd_programmable, self.psc_spent, self.psc)
        return share(self.usd_programmable, getattr(self, column), self.programmable)

    def duties_of(self, name: str) -> tuple[int | None, ...]:
        """Return who may not take a step: whoever took another duty on it (DOMAIN 2.7)."""
        first, second = self.proposed_by, self.certified_by
        return {
            "certify": (first,),
            "release": (first, second),
            "certify_reversal": tuple(self.approvers),
            "refuse_reversal": tuple(self.certifiers),
            "reverse": tuple(self.certifiers),
            "reduce": tuple(self.certifiers),
            "reject": (),
        }.get(name, (OWNER,))

    def stages(self) -> dict[str, Worth]:
        """Return where each part of it stands, with its dollars: together what it keeps."""
        whole = Worth(self.left, self.kept_usd)
        if self.state not in SPENDABLE:
            return {"certified": whole} if self.state == "certified" else {}
        gone = self.worth("spent")
        found = {
            "obligated": Worth(self.obligated - self.spent, self.worth("obligated") - gone),
            "spent": Worth(self.spent, gone),
            "psc_earned": Worth(self.psc_spent, self.worth("psc_spent")),
        }
        rest = whole - sum(found.values(), Worth())
        if self.state != "released":
            return found | {"exchange_difference": rest}
        net = Worth(self.left_net - self.obligated, self.net_usd - self.worth("obligated"))
        return found | {"allotted": net, "psc": rest - net}

    def against(
        self, name: str, amount: Decimal, *, free: Decimal, obligable: bool, agreed: bool
    ) -> set[str]:
        """Return the codes of everything else that stops a step."""
        taken, pending = self.reversal_amount, self.reversal_amount is not None
        whole = taken is None or taken == self.left
        missing = amount <= 0
        table: dict[str, dict[str, bool]] = {
            "certify": {"cap_exceeded": self.gross > free, "contribution_not_agreed": not agreed},
            "release": {"contribution_not_agreed": not agreed},
            "certify_reversal": {
                "reversal_pending": pending,
                "amount_missing": missing,
                "above_unobligated": amount > self.unobligated,
            },
            "refuse_reversal": {"reversal_not_certified": not pending},
            "reverse": {
                "reversal_not_certified": not pending,
                "part_of_it_stays": not whole,
                "above_unobligated": (taken or NOTHING) > self.unobligated,
            },
            "reduce": {
                "reversal_not_certified": not pending,
                "nothing_stays": taken is not None and whole,
                "above_unobligated": (taken or NOTHING) > self.unobligated,
            },
            "obligate": {
                "request_takes_no_obligations": not obligable,
                "reversal_pending": pending,
                "amount_missing": missing,
                "above_released": self.obligated + amount > self.left_net,
            },
            "deobligate": {
                "amount_missing": missing,
                "below_spent": self.obligated - amount < self.spent,
            },
            "spend": {
                "amount_missing": missing,
                "above_obligated": self.spent + amount > self.obligated,
            },
            "close": {
                "reversal_pending": pending,
                "obligations_open": self.spent != self.obligated,
                "balance_not_reversed": self.left_net != self.obligated,
            },
        }
        return {code for code, holds in table.get(name, {}).items() if holds}

    def take(self, name: str, who: int, amount: Decimal, usd: Any) -> None:
        """Take a step nothing stops; ``usd`` values an amount at the average of the receipts."""
        self.version += 1
        self._remember(name, who)
        if name == "certify":
            self.state, self.certified_by = "certified", who
            self.usd_gross = usd(self.gross)
            self.usd_programmable = min(usd(self.programmable), self.usd_gross)
        elif name == "release":
            self.state, self.released_by = "released", who
        elif name == "reject":
            self.state = "rejected"
        elif name == "certify_reversal":
            self.reversal_amount, self.reversal_certified_by = amount, who
        elif name == "refuse_reversal":
            self.reversal_amount = None
        elif name in {"reverse", "reduce"}:
            self._take_back(who)
            self.state = "reversed" if name == "reverse" else "released"
        elif name == "close":
            self.state, self.closed_by = "closed", who
            self.reversed = self.gross - self.spent - self.psc_spent
            self._value_reversed()
        else:
            self._spend(name, amount)

    def _remember(self, name: str, who: int) -> None:
        """Note everybody who acted as a certifying or as an approving officer (rule 105.6)."""
        if name in {"certify", "certify_reversal"}:
            self.certifiers |= {who}
        elif name in {"release", "refuse_reversal", "reverse", "reduce"}:
            self.approvers |= {who}

    def _spend(self, name: str, amount: Decimal) -> None:
        if name == "spend":
            self.spent += amount
            due = rounded(Fraction(self.spent) * Fraction(RATE), self.currency)
            self.psc_spent = min(due, self.left - self.left_net)
        else:
            self.obligated += amount if name == "obligate" else -amount

    def _take_back(self, who: int) -> None:
        self.reversed += self.reversal_amount or NOTHING
        rest = net_of(self.gross - self.reversed, self.currency)
        self.reversed_programmable = self.programmable - rest
        self.reversed_by, self.reversal_amount = who, None
        self._value_reversed()

    def _value_reversed(self) -> None:
        self.usd_reversed = share(self.usd_gross, self.reversed, self.gross)
        self.usd_reversed_programmable = share(
            self.usd_programmable, self.reversed_programmable, self.programmable
        )
