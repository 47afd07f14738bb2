"""What allotments say of themselves, and where their parts stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from donors.lifecycle.stages import NONE, stages
from donors.models import Allotment
from donors.services.replaying.books import A, Books, K
from donors.services.replaying.contributions import BACK, IN_ALLOTMENTS
from donors.services.replaying.difference import Difference, Pair, compared, gone

REDUCED: Final = (K.REVERSE, K.REDUCE)


def allotments() -> Iterator[Difference]:
    """Compare every column of every allotment, then what stands on each account of it."""
    books = Books.by("allotment_id")
    beside = Books.by("journal__allotment_id", (A.UNALLOTTED, A.DISBURSED, A.CASH))
    kept = Allotment.objects.order_by("pk")
    for one in kept.iterator():
        pairs = {
            **_set_aside(one, books),
            **_taken_back(one, books, beside),
            **_spent(one, books),
            **_standing(one, books),
            **_paid_out(one, beside),
        }
        yield from compared("allotment", one.pk, pairs)
    yield from gone("allotment", books.owners, kept.values_list("pk", flat=True))


def _set_aside(one: Allotment, books: Books) -> Mapping[str, Pair]:
    """Return what was certified and released; what is only proposed is in no account."""
    certified = books.credited(one.pk, A.CERTIFIED, K.CERTIFY)
    told: dict[str, Pair] = {"usd_gross": (one.usd_gross, certified.usd)}
    if certified:
        told["gross"] = one.gross, certified.amount
    net = books.credited(one.pk, A.ALLOTTED, K.RELEASE)
    if net:
        told["programmable"] = one.programmable, net.amount
        told["usd_programmable"] = one.usd_programmable, net.usd
        told["psc"] = one.psc, books.credited(one.pk, A.PSC, K.RELEASE).amount
    return told


def _taken_back(one: Allotment, books: Books, beside: Books) -> Mapping[str, Pair]:
    whole = beside.credited(one.pk, A.UNALLOTTED, *BACK)
    net = books.debited(one.pk, A.ALLOTTED, *REDUCED)
    return {
        "reversed": (one.reversed, whole.amount),
        "usd_reversed": (one.usd_reversed, whole.usd),
        "reversed_programmable": (one.reversed_programmable, net.amount),
        "usd_reversed_programmable": (one.usd_reversed_programmable, net.usd),
    }


def _spent(one: Allotment, books: Books) -> Mapping[str, Pair]:
    return {
        "obligated": (one.obligated, books.of(one.pk, (A.OBLIGATED,), (K.OBLIGATE, K.DEOBLIGATE))),
        "spent": (one.spent, books.of(one.pk, (A.SPENT,))),
        "psc_spent": (one.psc_spent, books.of(one.pk, (A.PSC_EARNED,))),
    }


def _standing(one: Allotment, books: Books) -> Mapping[str, Pair]:
    said = stages(one)
    told: dict[str, Pair] = {}
    for account in (*IN_ALLOTMENTS, A.EXCHANGE_DIFFERENCE):
        left = said.get(account, NONE)
        told[f"on {account}"] = left.amount, books.of(one.pk, (account,))
        told[f"on {account}_usd"] = left.usd, books.usd(one.pk, (account,))
    return told


def _paid_out(one: Allotment, beside: Books) -> Mapping[str, Pair]:
    """Return what was spent with its support cost, as it left the cash and was disbursed."""
    said = stages(one)
    spent = said.get(A.SPENT, NONE) + said.get(A.PSC_EARNED, NONE)
    disbursed = beside.both(one.pk, (A.DISBURSED,))
    paid = beside.credited(one.pk, A.CASH, K.SPEND)
    return {
        "disbursed": (spent.amount, disbursed.amount),
        "disbursed_usd": (spent.usd, disbursed.usd),
        "paid": (spent.amount, paid.amount),
        "paid_usd": (spent.usd, paid.usd),
    }
