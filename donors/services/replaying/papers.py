"""What receipts, obligations, expenditures and adjustments say, paper by paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

from django.db.models import OuterRef, Subquery, Sum

from donors.choices.adjustments import (
    SETS_ASIDE,
    AdjustmentKind,
    AdjustmentState,
    SpendingKind,
    UnidentifiedState,
)
from donors.lifecycle.stages import NONE, NOTHING
from donors.lifecycle.stages import Sum as Both
from donors.models import (
    Adjustment,
    Journal,
    JournalLine,
    Receipt,
    SpendingEntry,
    UnidentifiedReceipt,
)
from donors.services.replaying.books import CREDIT, DEBIT, A, Books, K
from donors.services.replaying.difference import Difference, Pair, compared, gone
from workflows.models import Event

SUSPENSE: Final = (A.CASH, A.UNAPPLIED)
OF_SUSPENSE: Final = (K.RECEIVE_UNIDENTIFIED, K.IDENTIFY)
"""Where cash of nobody stands, and what brings it there and takes it away."""


def receipts() -> Iterator[Difference]:
    """Compare each receipt of ours with its journal, which names its bank reference."""
    books = Books.by("journal__text", journal__kind=K.RECEIVE)
    ours = Receipt.objects.filter(contribution__published_from="").order_by("pk")
    for one in ours.iterator():
        yield from compared("receipt", one.pk, _receipt(one, books))
    yield from gone("receipt", books.owners, ours.values_list("bank_reference", flat=True))


def _receipt(one: Receipt, books: Books) -> Mapping[str, Pair]:
    bank = one.bank_reference
    cash = books.debited(bank, A.CASH, K.RECEIVE)
    applied = books.credited(bank, A.UNALLOTTED, K.RECEIVE)
    return {
        "amount": (one.amount, cash.amount),
        "usd": (one.usd, cash.usd),
        "applied": (one.applied, applied.amount),
        "usd_applied": (one.usd_applied, applied.usd),
        "unapplied": (one.unapplied, books.credited(bank, A.UNAPPLIED, K.RECEIVE).amount),
        "bank_charges": (one.bank_charges, books.debited(bank, A.BANK_CHARGES, K.RECEIVE).amount),
    }


def unidentified() -> Iterator[Difference]:
    """Compare cash nobody could place with what was booked, and what is still in suspense."""
    books = Books.by("journal__subject_id", SUSPENSE, journal__kind__in=OF_SUSPENSE)
    kept = UnidentifiedReceipt.objects.order_by("pk")
    for one in kept.iterator():
        came = books.debited(one.pk, A.CASH, K.RECEIVE_UNIDENTIFIED)
        pairs = {"amount": (one.amount, came.amount), "usd": (one.usd, came.usd)}
        yield from compared("unidentified_receipt", one.pk, {**pairs, **_suspended(one, books)})
    yield from gone("unidentified_receipt", books.owners, kept.values_list("pk", flat=True))


def _suspended(one: UnidentifiedReceipt, books: Books) -> Mapping[str, Pair]:
    """Return the cash as long as nobody placed it, and nothing afterwards."""
    waits = one.state == UnidentifiedState.OPEN
    left = Both(one.amount, one.usd) if waits else NONE
    told: dict[str, Pair] = {}
    for account, sign in ((A.CASH, -1), (A.UNAPPLIED, 1)):
        told[f"on {account}"] = left.amount, sign * books.of(one.pk, (account,))
        told[f"on {account}_usd"] = left.usd, sign * books.usd(one.pk, (account,))
    return told


OF_SPENDING: Final[Mapping[str, tuple[SpendingKind, A]]] = {
    K.OBLIGATE: (SpendingKind.OBLIGATION, A.OBLIGATED),
    K.DEOBLIGATE: (SpendingKind.CANCELLATION, A.OBLIGATED),
    K.SPEND: (SpendingKind.EXPENDITURE, A.SPENT),
}
FIGURES: Final = ("amount", "usd", "psc")
Figures = tuple[Decimal, ...]
NO_FIGURES: Final[Figures] = (NOTHING, NOTHING, NOTHING)


def spending() -> Iterator[Difference]:
    """Compare each obligation and expenditure with a journal of its allotment, kind and moment."""
    booked = _booked_spending()
    kept: defaultdict[tuple[Any, ...], list[SpendingEntry]] = defaultdict(list)
    for one in SpendingEntry.objects.order_by("pk"):
        kept[one.allotment_id, one.kind, one.value_on, one.entered_at].append(one)
    for key in sorted({*booked, *kept}, key=str):
        yield from _matched(key, kept[key], booked[key])


def _booked_spending() -> defaultdict[tuple[Any, ...], list[Figures]]:
    """Return the figures of each journal; a line that it should have and has not says nothing."""
    lines = JournalLine.objects.filter(journal__kind__in=OF_SPENDING).select_related("journal")
    by_journal: defaultdict[Journal, defaultdict[str, Both]] = defaultdict(
        lambda: defaultdict(lambda: NONE)
    )
    for line in lines:
        by_journal[line.journal][line.account] += Both(line.amount, line.usd)
    found: defaultdict[tuple[Any, ...], list[Figures]] = defaultdict(list)
    for journal, of in by_journal.items():
        kind, account = OF_SPENDING[journal.kind]
        moved, earned = of[account], -of[A.PSC_EARNED].amount or NOTHING
        figures = abs(moved.amount), abs(moved.usd), earned
        found[journal.allotment_id, kind.value, journal.value_on, journal.effective_at].append(
            figures
        )
    return found


def _matched(
    key: tuple[Any, ...], kept: list[SpendingEntry], booked: list[Figures]
) -> Iterator[Difference]:
    """Put aside what agrees; compare the rest in the order of its figures."""
    left = sorted(booked)
    odd: list[tuple[Any, Figures]] = []
    for one in sorted(kept, key=_figures):
        if _figures(one) in left:
            left.remove(_figures(one))
        else:
            odd.append((one.pk, _figures(one)))
    without_row = " ".join(map(str, key[:3])), NO_FIGURES
    for said, replayed in zip_longest(odd, left):
        subject, figures = said or without_row
        pairs = dict(zip(FIGURES, zip(figures, replayed or NO_FIGURES, strict=True), strict=True))
        yield from compared("spending", subject, pairs)


def _figures(one: SpendingEntry) -> Figures:
    return one.amount, one.usd, one.psc


OF_ADJUSTMENT: Final[Mapping[str, tuple[K, A, int]]] = {
    AdjustmentKind.WRITE_DOWN: (K.WRITE_DOWN, A.RECEIVABLE, CREDIT),
    AdjustmentKind.REFUND: (K.ASK_REFUND, A.REFUNDABLE, CREDIT),
    AdjustmentKind.LEVY: (K.ASK_LEVY, A.LEVY_DUE, CREDIT),
    AdjustmentKind.APPLICATION: (K.APPLY, A.UNAPPLIED, DEBIT),
    AdjustmentKind.REPROGRAMMING: (K.REPROGRAMME, A.UNALLOTTED, DEBIT),
}
"""Where the journal that moves the amount of an adjustment shows it."""


def adjustments() -> Iterator[Difference]:
    """Compare adjustments that moved money; what only waits, or was refused, says no dollars."""
    books = Books.by("journal__subject_id", journal__subject_type="adjustment")
    kept = Adjustment.objects.order_by("pk")
    for one in kept.iterator():
        revalues = one.kind == AdjustmentKind.REVALUATION
        pairs = _revalued(one, books) if revalues else _adjusted(one, books)
        yield from compared("adjustment", one.pk, pairs)
    yield from gone("adjustment", books.owners, kept.values_list("pk", flat=True))


def _adjusted(one: Adjustment, books: Books) -> Mapping[str, Pair]:
    kind, account, side = OF_ADJUSTMENT[one.kind]
    moved = books.both(one.pk, (account,), (kind,), (side,))
    booked = Both(abs(moved.amount), abs(moved.usd))
    paid = books.credited(one.pk, A.CASH, K.REFUND).usd
    told: dict[str, Pair] = {
        "usd": (one.usd or NOTHING, booked.usd),
        "usd_paid": (one.usd_paid or NOTHING, paid),
    }
    if one.state == AdjustmentState.APPROVED or one.kind in SETS_ASIDE:
        told["amount"] = one.amount, booked.amount
    return told


def _revalued(one: Adjustment, books: Books) -> Mapping[str, Pair]:
    """Return the dollars of the cash there was, and what they became."""
    approved = one.state == AdjustmentState.APPROVED
    before = _cash_before(one) if approved else NOTHING
    change = books.usd(one.pk, (A.EXCHANGE_DIFFERENCE,))
    return {
        "amount": (one.amount, NOTHING),
        "usd": (one.usd or NOTHING, before),
        "usd_paid": (one.usd_paid or NOTHING, before + change),
    }


def _cash_before(one: Adjustment) -> Decimal:
    """Return the dollars on the cash account before a revaluation was approved.

    One that changed nothing has no lines: the events say what was booked before it. Acts on one
    contribution wait for each other, so their moments are in the order of their journals.
    """
    acts = Event.objects.order_by()
    of_line = acts.filter(
        subject_id=OuterRef("journal__subject_id"), seq=OuterRef("journal__event_seq")
    )
    approved = acts.filter(subject_id=one.pk, name="approve")
    cash = JournalLine.objects.filter(account=A.CASH, contribution_id=one.contribution_id)
    earlier = cash.annotate(moment=Subquery(of_line.values("at"))).filter(
        moment__lt=Subquery(approved.values("at"))
    )
    return earlier.aggregate(sum=Sum("usd"))["sum"] or NOTHING
