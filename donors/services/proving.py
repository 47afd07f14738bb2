"""Replay the ledger and compare everything that claims to be a sum of it; name differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Sum

from donors.choices.adjustments import SpendingKind
from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.goods import goods
from donors.lifecycle.stages import NONE, NOTHING, stages
from donors.models import (
    AccountBalance,
    Allotment,
    Contribution,
    InKindPledge,
    Journal,
    JournalLine,
    SpendingEntry,
)
from donors.services import positions
from ta_requests.models import FundingPosition

A: Final = Account
K: Final = JournalKind
IN_ALLOTMENTS: Final = (A.CERTIFIED, A.ALLOTTED, A.PSC, A.OBLIGATED, A.SPENT, A.PSC_EARNED)
ENDED: Final = (K.REVERSE, K.CLOSE)
BACK: Final = (K.REVERSE, K.REDUCE, K.CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that does not say what the ledger says."""

    what: str
    subject: str
    column: str
    said: str
    replayed: str


def differences() -> Iterator[Difference]:
    """Yield every difference, in a fixed order; the speaker must see all (the system does)."""
    yield from _journals()
    yield from _balances()
    yield from _contributions()
    yield from _allotments()
    yield from _spending()
    yield from _in_kind()
    yield from _positions()


def _compare(
    what: str, subject: Any, column: str, said: Any, replayed: Any
) -> Iterator[Difference]:
    if said != replayed:
        yield Difference(
            what=what, subject=str(subject), column=column, said=str(said), replayed=str(replayed)
        )


def _journals() -> Iterator[Difference]:
    """Every journal adds up and has the lines it says."""
    sums = JournalLine.objects.values("journal_id", "currency")
    wrong = sums.annotate(total=Sum("amount")).exclude(total=0).order_by("journal_id")
    for row in wrong:
        yield from _compare("journal", row["journal_id"], row["currency"], row["total"], NOTHING)
    dollars = JournalLine.objects.values("journal_id").annotate(total=Sum("usd"))
    for one in dollars.exclude(total=0).order_by("journal_id"):
        yield from _compare("journal", one["journal_id"], "usd", one["total"], NOTHING)
    for journal in Journal.objects.annotate(found=Count("lines")).order_by("pk").iterator():
        yield from _compare("journal", journal.pk, "lines", journal.lines_count, journal.found)


def _balances() -> Iterator[Difference]:
    """Every running balance is the sum of its lines, and no account is without one."""
    key = ("account", "contribution_id", "component_id", "currency")
    lines = JournalLine.objects.order_by().values(*key)
    summed = lines.annotate(amount_sum=Sum("amount"), usd_sum=Sum("usd"), count=Count("pk"))
    replayed = {
        tuple(row[name] for name in key): (row["amount_sum"], row["usd_sum"], row["count"])
        for row in summed
    }
    kept = {
        tuple(getattr(row, name) for name in key): (row.amount, row.usd, row.lines_count)
        for row in AccountBalance.objects.all()
    }
    nothing = (NOTHING, NOTHING, 0)
    for one in sorted(replayed.keys() | kept.keys(), key=str):
        said, found = kept.get(one, nothing), replayed.get(one, nothing)
        for column, left, right in zip(("amount", "usd", "lines"), said, found, strict=True):
            yield from _compare("balance", " ".join(map(str, one)), column, left, right)


@dataclass(frozen=True, slots=True)
class Books:
    """Sums of lines by owner, account and kind of journal."""

    amounts: dict[tuple[Any, str, str], Decimal]
    dollars: dict[tuple[Any, str, str], Decimal]

    @classmethod
    def by(cls, owner: str, accounts: Any = Account) -> Books:
        """Read the lines once, summed per owner (a column of lines), account and kind."""
        lines = JournalLine.objects.order_by().filter(account__in=list(accounts))
        lines = lines.exclude(**{owner: None})
        rows = lines.values_list(owner, "account", "journal__kind").annotate(
            amount=Sum("amount"), usd=Sum("usd")
        )
        amounts: defaultdict[tuple[Any, str, str], Decimal] = defaultdict(Decimal)
        dollars: defaultdict[tuple[Any, str, str], Decimal] = defaultdict(Decimal)
        for pk, account, kind, amount, usd in rows:
            amounts[pk, account, kind] += amount
            dollars[pk, account, kind] += usd
        return cls(amounts, dollars)

    def of(self, owner: Any, accounts: Any, kinds: Any = JournalKind) -> Decimal:
        """Return what credits come to beyond debits, on accounts, in journals of these kinds."""
        return _total(self.amounts, owner, accounts, kinds)

    def usd(self, owner: Any, accounts: Any, kinds: Any = JournalKind) -> Decimal:
        """Return the same in US dollars."""
        return _total(self.dollars, owner, accounts, kinds)


def _total(
    sums: dict[tuple[Any, str, str], Decimal], owner: Any, accounts: Any, kinds: Any
) -> Decimal:
    return -sum(
        (sums.get((owner, account, kind), NOTHING) for account in accounts for kind in kinds),
        NOTHING,
    )


def _contributions() -> Iterator[Difference]:
    books = Books.by("contribution_id")
    released, ended = _gross_by_stage()
    for one in Contribution.objects.ours().order_by("pk").iterator():
        replayed = _columns(one, books)
        replayed["released"] = one.released, released[one.pk]
        replayed["closed"] = one.closed, ended[one.pk]
        for column, (said, found) in replayed.items():
            yield from _compare("contribution", one.pk, column, said, found)


def _columns(one: Contribution, books: Books) -> dict[str, tuple[Decimal, Decimal]]:
    """Return what a contribution says, and the ledger, of everything that can be told apart."""
    pk = one.pk
    arrived = (K.RECEIVE, K.APPLY, K.REPROGRAMME)
    asked = (K.ASK_REFUND, K.REFUSE)
    lent = -books.of(pk, (A.CASH,), (K.APPLY,)) + books.of(pk, (A.UNAPPLIED,), asked)
    return {
        "received": (one.received, -books.of(pk, (A.CASH,), (K.RECEIVE,))),
        "received_usd": (one.received_usd, -books.usd(pk, (A.CASH,), (K.RECEIVE,))),
        "usable": (one.usable, books.of(pk, (A.UNALLOTTED,), arrived)),
        "usable_usd": (one.usable_usd, books.usd(pk, (A.UNALLOTTED,), arrived)),
        "unapplied": (one.unapplied, books.of(pk, (A.UNAPPLIED,))),
        "unapplied_usd": (one.unapplied_usd, books.usd(pk, (A.UNAPPLIED,))),
        "applied_in": (one.applied_in - one.unapplied_out, lent),
        "reprogrammed_in": (
            one.reprogrammed_in - one.reprogrammed_out,
            -books.of(pk, (A.CASH,), (K.REPROGRAMME,)),
        ),
        "certified": (one.certified, books.of(pk, (A.CERTIFIED,))),
        "reversed": (one.reversed, books.of(pk, (A.UNALLOTTED,), BACK)),
        "refunded": (one.refunded + one.refundable, -books.of(pk, (A.UNALLOTTED,), asked)),
        "levied": (one.levied, books.of(pk, (A.LEVY, A.LEVY_DUE))),
        "written_down": (one.written_down, books.of(pk, (A.RECEIVABLE,), (K.WRITE_DOWN,))),
        "written_down_usd": (
            one.written_down_usd,
            books.usd(pk, (A.RECEIVABLE,), (K.WRITE_DOWN,)),
        ),
        "due": (max(one.due - one.settled, NOTHING), -books.of(pk, (A.RECEIVABLE,))),
        "available": (one.available.amount, books.of(pk, (A.UNALLOTTED,))),
        "allotted": (one.allotted, books.of(pk, IN_ALLOTMENTS)),
    }


def _gross_by_stage() -> tuple[defaultdict[UUID, Decimal], defaultdict[UUID, Decimal]]:
    """Return, by contribution, the gross amounts released and not ended, and those ended."""
    kinds: defaultdict[Any, set[str]] = defaultdict(set)
    booked = Journal.objects.order_by().exclude(allotment=None)
    for allotment, kind in booked.values_list("allotment_id", "kind"):
        kinds[allotment].add(kind)
    released: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    ended: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    certified = JournalLine.objects.filter(account=A.CERTIFIED, journal__kind=K.CERTIFY)
    rows = certified.values_list("contribution_id", "allotment_id", "amount")
    for contribution, allotment, amount in rows:
        if kinds[allotment] & set(ENDED):
            ended[contribution] -= amount
        elif K.RELEASE in kinds[allotment]:
            released[contribution] -= amount
    return released, ended


def _allotments() -> Iterator[Difference]:
    books = Books.by("allotment_id")
    for one in Allotment.objects.order_by("pk").iterator():
        said = stages(one)
        for account in (*IN_ALLOTMENTS, A.EXCHANGE_DIFFERENCE):
            left = said.get(account)
            amount, usd = (left.amount, left.usd) if left else (NOTHING, NOTHING)
            found = books.of(one.pk, (account,)), books.usd(one.pk, (account,))
            yield from _compare("allotment", one.pk, account, amount, found[0])
            yield from _compare("allotment", one.pk, f"{account}_usd", usd, found[1])


def _spending() -> Iterator[Difference]:
    """Every obligation and expenditure has its row."""
    sums: defaultdict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    rows = SpendingEntry.objects.order_by().values_list("allotment_id", "kind")
    for pk, kind, amount, psc in rows.annotate(amount_sum=Sum("amount"), psc_sum=Sum("psc")):
        sums[pk, kind] += amount
        sums[pk, "psc"] += psc
    for one in Allotment.objects.order_by("pk").iterator():
        obligated = sums[one.pk, SpendingKind.OBLIGATION] - sums[one.pk, SpendingKind.CANCELLATION]
        told = {
            "obligated": obligated,
            "spent": sums[one.pk, SpendingKind.EXPENDITURE],
            "psc_spent": sums[one.pk, "psc"],
        }
        for column, replayed in told.items():
            yield from _compare("spending", one.pk, column, getattr(one, column), replayed)


def _in_kind() -> Iterator[Difference]:
    """Goods stand in the books as promised, received or no longer expected."""
    booked = Books.by("journal__subject_id", (A.GOODS_IN_KIND, A.GOODS_RECEIVED, A.IN_KIND))
    for one in InKindPledge.objects.order_by("pk").iterator():
        said = goods(one)
        for account in (A.GOODS_IN_KIND, A.GOODS_RECEIVED, A.IN_KIND):
            left = said.get(account, NONE)
            found = -booked.of(one.pk, (account,)), -booked.usd(one.pk, (account,))
            yield from _compare("in_kind", one.pk, account, left.amount, found[0])
            yield from _compare("in_kind", one.pk, f"{account}_usd", left.usd, found[1])


def _positions() -> Iterator[Difference]:
    """What requests were told of money is what the ledger and the promises say now."""
    books = Books.by("request_id")
    at_work = (A.ALLOTTED, A.PSC, A.OBLIGATED, A.SPENT, A.PSC_EARNED, A.EXCHANGE_DIFFERENCE)
    for told in FundingPosition.objects.order_by("request_id").iterator():
        pk = told.request_id
        replayed = {
            "released_usd": books.usd(pk, at_work),
            "open_obligations_usd": books.usd(pk, (A.OBLIGATED,)),
            "expenditure_usd": books.usd(pk, (A.SPENT, A.PSC_EARNED)),
        }
        now = positions.position_of(pk)
        for column in ("pledged_usd", "committed_usd", "received_usd"):
            replayed[column] = getattr(now, column)
        for column, found in replayed.items():
            yield from _compare("position", pk, column, getattr(told, column), found)
