"""The cash of contributions that is still here, and what of it waits for a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F, Sum

from donors.choices.adjustments import AdjustmentKind, AdjustmentState, RefundSource
from donors.lifecycle.balances import USD
from donors.lifecycle.stages import NONE, NOTHING
from donors.lifecycle.stages import Sum as Both
from donors.models import Adjustment, Allotment, Contribution
from donors.services.replaying.books import A, Books
from donors.services.replaying.difference import Difference, Pair, compared

ASIDE: Final[Mapping[A, str]] = {
    A.REFUNDABLE: AdjustmentKind.REFUND,
    A.LEVY_DUE: AdjustmentKind.LEVY,
}
"""Where what was asked for and is not decided stands."""
SOURCES: Final = ("", *RefundSource.values)


def held() -> Iterator[Difference]:
    """Compare what is set aside of every contribution of ours, and the cash of it in the bank."""
    books = Books.by("contribution_id", (A.CASH, *ASIDE))
    papers = Papers.read()
    for one in Contribution.objects.ours().order_by("pk").iterator():
        yield from compared("contribution", one.pk, papers.pairs(one, books))


@dataclass(frozen=True, slots=True)
class Papers:
    """What adjustments wait for, by contribution, kind and source; what allotments spent."""

    waiting: defaultdict[tuple[UUID, str, str], Both]
    spent: defaultdict[UUID, Decimal]

    @classmethod
    def read(cls) -> Papers:
        """Read both from the papers, not from the ledger."""
        entered = Adjustment.objects.order_by().filter(state=AdjustmentState.ENTERED)
        waiting: defaultdict[tuple[UUID, str, str], Both] = defaultdict(lambda: NONE)
        rows = entered.values_list("contribution_id", "kind", "source", "amount", "usd")
        for contribution, kind, source, amount, usd in rows:
            waiting[contribution, kind, source] += Both(amount, usd or NOTHING)
        sums = Allotment.objects.order_by().values_list("contribution_id")
        spent = sums.annotate(sum=Sum(F("spent") + F("psc_spent")))
        return cls(waiting, defaultdict(Decimal, spent))

    def pairs(self, one: Contribution, books: Books) -> Mapping[str, Pair]:
        """Return what is set aside, then the cash; its dollars where no rate moves them."""
        told: dict[str, Pair] = {}
        for account, kind in ASIDE.items():
            aside = sum((self.waiting[one.pk, kind, source] for source in SOURCES), NONE)
            told[f"on {account}"] = aside.amount, books.of(one.pk, (account,))
            told[f"on {account}_usd"] = aside.usd, books.usd(one.pk, (account,))
        cash = self._cash(one)
        told[f"on {A.CASH}"] = cash, -books.of(one.pk, (A.CASH,))
        if one.currency == USD or not cash:
            told[f"on {A.CASH}_usd"] = cash, -books.usd(one.pk, (A.CASH,))
        return told

    def _cash(self, one: Contribution) -> Decimal:
        """Return what came and neither left nor was spent; unapplied cash asked back is here."""
        asked = self.waiting[one.pk, AdjustmentKind.REFUND, RefundSource.UNAPPLIED].amount
        return one.usable + one.unapplied + asked - one.refunded - self.spent[one.pk]
