"""The statement of account of a contribution, as its books stood at the end of any day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from donors.choices.ledger import Account
from donors.models import Contribution, JournalLine


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStanding:
    """What stands on one account: debits above nothing, credits below."""

    account: str
    currency: str
    amount: Decimal
    usd: Decimal


def statement(contribution: Contribution, *, on: date) -> Sequence[AccountStanding]:
    """Return every account that ever moved, by value dates up to and with ``on``."""
    lines = JournalLine.objects.filter(contribution=contribution, journal__value_on__lte=on)
    sums = lines.values("account", "currency").annotate(amount=Sum("amount"), usd=Sum("usd"))
    found = {row["account"]: AccountStanding(**row) for row in sums}
    return list(_in_the_order_of_the_chart(found))


def _in_the_order_of_the_chart(found: dict[str, AccountStanding]) -> Iterator[AccountStanding]:
    for account in Account:
        if account in found:
            yield found[account]
