"""The ledger, read once and summed per owner, account, kind of journal and side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Sum
from django.db.models.functions import Sign

from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.stages import NONE, NOTHING
from donors.lifecycle.stages import Sum as Both
from donors.models import JournalLine

DEBIT: Final = 1
CREDIT: Final = -1
DOLLARS_ALONE: Final = 0
"""The sides of a line: its amount is above nothing, below, or nothing at all."""

A = Account
K = JournalKind
"""As they are called where columns are laid beside accounts."""

Key = tuple[Any, str, str, int]


@dataclass(frozen=True, slots=True)
class Books:
    """Sums of lines; an owner is whatever a line, or its journal, names."""

    sums: dict[Key, Both]

    @classmethod
    def by(cls, owner: str, accounts: Iterable[str] = Account, **among: Any) -> Books:
        """Read the lines of some accounts, of journals such as ``among`` says."""
        lines = JournalLine.objects.order_by().filter(account__in=list(accounts), **among)
        rows = lines.exclude(**{owner: None}).annotate(side=Sign("amount"))
        summed = rows.values_list(owner, "account", "journal__kind", "side").annotate(
            amounts=Sum("amount"), dollars=Sum("usd")
        )
        sums: defaultdict[Key, Both] = defaultdict(lambda: NONE)
        for pk, account, kind, side, amount, usd in summed:
            sums[pk, account, kind, int(side)] = Both(amount, usd)
        return cls(dict(sums))

    @property
    def owners(self) -> set[Any]:
        """Return everything that is named."""
        return {owner for owner, _account, _kind, _side in self.sums}

    def both(
        self,
        owner: Any,
        accounts: Iterable[str],
        kinds: Iterable[str] = JournalKind,
        sides: Iterable[int] = (DEBIT, CREDIT, DOLLARS_ALONE),
    ) -> Both:
        """Return debits beyond credits, amount and dollars."""
        wanted, turned = tuple(kinds), tuple(sides)
        parts = (
            self.sums.get((owner, account, kind, side), NONE)
            for account in accounts
            for kind in wanted
            for side in turned
        )
        return sum(parts, NONE)

    def of(
        self, owner: Any, accounts: Iterable[str], kinds: Iterable[str] = JournalKind
    ) -> Decimal:
        """Return what credits come to beyond debits."""
        return -self.both(owner, accounts, kinds).amount or NOTHING

    def usd(
        self, owner: Any, accounts: Iterable[str], kinds: Iterable[str] = JournalKind
    ) -> Decimal:
        """Return the same in US dollars."""
        return -self.both(owner, accounts, kinds).usd or NOTHING

    def debited(self, owner: Any, account: str, *kinds: str) -> Both:
        """Return the debits that move an amount."""
        return self.both(owner, (account,), kinds, (DEBIT,))

    def credited(self, owner: Any, account: str, *kinds: str) -> Both:
        """Return the credits that move an amount, above nothing."""
        return -self.both(owner, (account,), kinds, (CREDIT,))
