"""What contributions, and the pledges they were, say of their money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from donors.lifecycle.stages import NONE, Sum
from donors.models import Contribution, Journal, JournalLine, Pledge
from donors.services.replaying.books import CREDIT, DEBIT, A, Books, K
from donors.services.replaying.difference import Difference, Pair, compared, gone

IN_ALLOTMENTS: Final = (A.CERTIFIED, A.ALLOTTED, A.PSC, A.OBLIGATED, A.SPENT, A.PSC_EARNED)
ENDED: Final = (K.REVERSE, K.CLOSE)
BACK: Final = (K.REVERSE, K.REDUCE, K.CLOSE)
PROMISED: Final = (K.AGREE, K.AMEND)
ARRIVED: Final = (K.RECEIVE, K.APPLY, K.REPROGRAMME)
MOVED: Final = (K.APPLY, K.REPROGRAMME)
ASKED: Final = (K.ASK_REFUND, K.REFUSE)


def contributions() -> Iterator[Difference]:
    """Compare every column of every contribution of ours, then what is reckoned from them."""
    books = Books.by("contribution_id")
    stages, refunds = _gross_by_stage(), _refunds()
    ours = Contribution.objects.ours().order_by("pk")
    for one in ours.iterator():
        pairs = {
            **_promised(one, books),
            **_cash(one, books),
            **_allotted(one, books),
            **_given_back(one, books, refunds[one.pk]),
            **_from_others(one, books),
            "released": (one.released, stages["released"][one.pk]),
            "closed": (one.closed, stages["closed"][one.pk]),
            **_reckoned(one, books),
        }
        yield from compared("contribution", one.pk, pairs)
    yield from gone("contribution", books.owners, ours.values_list("pk", flat=True))


def pledges() -> Iterator[Difference]:
    """Compare what pledges say was agreed; what is only announced is in no account."""
    books = Books.by("contribution__pledge_id", (A.INCOME,))
    agreed = Pledge.objects.committed().filter(contribution__isnull=False)
    for one in agreed.order_by("pk").iterator():
        pairs = {
            "amount": (one.amount, books.of(one.pk, (A.INCOME,), PROMISED)),
            "agreed_usd": (one.agreed_usd, books.usd(one.pk, (A.INCOME,), (K.AGREE,))),
        }
        yield from compared("pledge", one.pk, pairs)


def _promised(one: Contribution, books: Books) -> Mapping[str, Pair]:
    pk, owed = one.pk, (A.RECEIVABLE,)
    return {
        "amount": (one.amount, books.of(pk, (A.INCOME,), PROMISED)),
        "usd": (one.usd, books.usd(pk, (A.INCOME,), PROMISED)),
        "written_down": (one.written_down, books.of(pk, owed, (K.WRITE_DOWN,))),
        "written_down_usd": (one.written_down_usd, books.usd(pk, owed, (K.WRITE_DOWN,))),
    }


def _cash(one: Contribution, books: Books) -> Mapping[str, Pair]:
    pk = one.pk
    came = books.debited(pk, A.CASH, K.RECEIVE)
    paid = books.credited(pk, A.RECEIVABLE, K.RECEIVE)
    applied = books.credited(pk, A.UNALLOTTED, K.RECEIVE)
    return {
        "received": (one.received, came.amount),
        "received_usd": (one.received_usd, came.usd),
        "unapplied": (one.unapplied, books.of(pk, (A.UNAPPLIED,))),
        "unapplied_usd": (one.unapplied_usd, books.usd(pk, (A.UNAPPLIED,))),
        "bank_charges": (one.bank_charges, paid.amount - applied.amount),
    }


def _allotted(one: Contribution, books: Books) -> Mapping[str, Pair]:
    return {
        "certified": (one.certified, books.of(one.pk, (A.CERTIFIED,))),
        "reversed": (one.reversed, books.credited(one.pk, A.UNALLOTTED, *BACK).amount),
    }


def _given_back(one: Contribution, books: Books, refunds: Mapping[str, Sum]) -> Mapping[str, Pair]:
    paid, waiting = refunds.get("paid", NONE), refunds.get("waiting", NONE)
    return {
        "refunded": (one.refunded, paid.amount),
        "refunded_usd": (one.refunded_usd, paid.usd),
        "refundable": (one.refundable, waiting.amount),
        "levied": (one.levied, books.of(one.pk, (A.LEVY, A.LEVY_DUE))),
    }


def _from_others(one: Contribution, books: Books) -> Mapping[str, Pair]:
    """Return what moved between agreements, and what of unapplied cash was given back."""
    pk = one.pk
    back = books.both(pk, (A.UNAPPLIED,), ASKED)
    moved = books.both(pk, (A.CASH,), MOVED, (DEBIT, CREDIT)) - back
    there = books.credited(pk, A.CASH, K.APPLY).amount
    return {
        "unapplied_out": (one.unapplied_out, there + back.amount),
        "applied_in": (one.applied_in, books.debited(pk, A.CASH, K.APPLY).amount),
        "reprogrammed_in": (
            one.reprogrammed_in,
            books.debited(pk, A.CASH, K.REPROGRAMME).amount,
        ),
        "reprogrammed_out": (
            one.reprogrammed_out,
            books.credited(pk, A.CASH, K.REPROGRAMME).amount,
        ),
        "moved_usd": (one.moved_usd, moved.usd),
    }


def _reckoned(one: Contribution, books: Books) -> Mapping[str, Pair]:
    """Return what is reckoned from the columns, on the accounts it must stand on."""
    pk = one.pk
    return {
        "usable": (one.usable, books.of(pk, (A.UNALLOTTED,), ARRIVED)),
        "usable_usd": (one.usable_usd, books.usd(pk, (A.UNALLOTTED,), ARRIVED)),
        "due": (one.due - one.settled, -books.of(pk, (A.RECEIVABLE,))),
        "available": (one.available.amount, books.of(pk, (A.UNALLOTTED,))),
        "allotted": (one.allotted, books.of(pk, IN_ALLOTMENTS)),
    }


def _gross_by_stage() -> dict[str, defaultdict[UUID, Decimal]]:
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
    return {"released": released, "closed": ended}


def _refunds() -> defaultdict[UUID, dict[str, Sum]]:
    """Return, by contribution, what refunds of usable cash were paid, and which still wait."""
    aside = Books.by("journal__subject_id", (A.REFUNDABLE,))
    found: defaultdict[UUID, dict[str, Sum]] = defaultdict(dict)
    asked = JournalLine.objects.filter(account=A.UNALLOTTED, journal__kind=K.ASK_REFUND)
    for contribution, subject in asked.values_list("contribution_id", "journal__subject_id"):
        stages = found[contribution]
        paid = aside.debited(subject, A.REFUNDABLE, K.REFUND)
        stages["paid"] = stages.get("paid", NONE) + paid
        stages["waiting"] = stages.get("waiting", NONE) - aside.both(subject, (A.REFUNDABLE,))
    return found
