"""The statement of account of a contribution, as its books stood at the end of any day.

What is dated in a closed month is booked in the first open one (DOMAIN 2): it stands in statements
from that month on, so those of a month that is closed never change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Sum

from donors.choices.ledger import Account, JournalKind
from donors.models import Contribution, Journal, JournalLine, Receipt
from donors.models.period import period_of

AT_WORK: Final = (
    Account.CERTIFIED,
    Account.ALLOTTED,
    Account.OBLIGATED,
    Account.SPENT,
    Account.PSC,
    Account.PSC_EARNED,
)
"""The accounts on which money stands that is set aside for one component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStanding:
    """What stands on one account: debits above nothing, credits below."""

    account: str
    currency: str
    amount: Decimal
    usd: Decimal


@dataclass(frozen=True, kw_only=True)
class ComponentStanding:
    """What stands for one component, by account, above nothing.

    ``title`` and ``reference`` are empty where the reader may not see the request (any more).
    """

    reference: str
    request_id: object
    title: str
    number: int
    amounts: dict[str, Decimal] = field(default_factory=dict)


def statement(contribution: Contribution, *, on: date) -> Sequence[AccountStanding]:
    """Return every account that ever moved, by what was dated and booked until ``on``."""
    lines = _lines(contribution, on=on)
    sums = lines.values("account", "currency").annotate(amount=Sum("amount"), usd=Sum("usd"))
    found = {row["account"]: AccountStanding(**row) for row in sums}
    return list(_in_the_order_of_the_chart(found))


def by_component(contribution: Contribution, *, on: date) -> list[ComponentStanding]:
    """Return where the money is at work, component by component, at the end of a day."""
    named = ("component__request__reference", "component__request", "component__title")
    rows = (
        _lines(contribution, on=on)
        .filter(component__isnull=False, account__in=AT_WORK)
        .order_by()
        .values_list("component", *named, "component__number", "account")
        .annotate(sum=Sum("amount"))
    )
    found: dict[object, ComponentStanding] = {}
    for pk, reference, request, title, number, account, amount in rows:
        standing = found.setdefault(
            pk,
            ComponentStanding(
                reference=reference or "",
                request_id=request,
                title=title or "",
                number=number or 0,
                amounts=defaultdict(Decimal),
            ),
        )
        standing.amounts[account] -= amount
    return sorted(found.values(), key=lambda one: (one.reference, one.number))


def receipts_until(contribution: Contribution, *, on: date) -> QuerySet[Receipt]:
    """Return the receipts dated and booked until ``on``, the first one first.

    Those read from published data stand in no book, and count from their value dates.
    """
    booked = Journal.objects.filter(
        contribution=OuterRef("contribution"),
        kind=JournalKind.RECEIVE,
        text=OuterRef("bank_reference"),
    )
    dated = contribution.receipts.filter(value_on__lte=on)
    later = booked.exclude(value_on__lte=on, period__lte=period_of(on))
    return dated.exclude(Exists(later)).order_by("value_on", "entered_at")


def movements(contribution: Contribution, *, on: date) -> QuerySet[JournalLine]:
    """Return every line dated and booked until ``on``, in the order of the days."""
    lines = _lines(contribution, on=on).select_related("journal", "component")
    return lines.order_by("journal__value_on", "journal__at", "pk")


def _lines(contribution: Contribution, *, on: date) -> QuerySet[JournalLine]:
    return JournalLine.objects.filter(
        contribution=contribution,
        journal__value_on__lte=on,
        journal__period__lte=period_of(on),
    )


def _in_the_order_of_the_chart(found: dict[str, AccountStanding]) -> Iterator[AccountStanding]:
    for account in Account:
        if account in found:
            yield found[account]
