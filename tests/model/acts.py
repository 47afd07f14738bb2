"""Every act the crowd knows: what must stop it, and what it does to the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.model import (
    adjustments,
    allotting,
    amendments,
    approvals,
    gifts,
    months,
    suspense,
    words,
)
from tests.model.allotting import cash_cleared, cleared
from tests.model.books import Books
from tests.model.ledger import Worth
from tests.model.parts import NOTHING
from tests.model.steps import FINE, OWNER, Codes, Step, failing


class Act(NamedTuple):
    """What stops a step, and what it does."""

    refusal: Callable[[Books, Step], Codes]
    do: Callable[[Books, Step], None]


def _wait(books: Books, step: Step) -> None:
    books.day += step.day


def _of_rate(books: Books, step: Step) -> Codes:
    known = books.rates[step.what].get(step.day)
    return failing(rates_contradict=known is not None and known != step.amount)


def _load_rate(books: Books, step: Step) -> None:
    books.rates[step.what][step.day] = step.amount


def _of_start(books: Books, _step: Step) -> Codes:
    """Without released cash there is no way to delivery; with it the plan is still missing."""
    return frozenset({"work_plan_not_agreed" if books.state == "funded" else "state_moved"})


def _of_close(books: Books, step: Step) -> Codes:
    if books.pots[step.on].state != "received":
        return frozenset({"state_moved"})
    if step.who in {OWNER, words.CLEARER}:
        return frozenset({"duty"})
    return failing(money_unspent=books.unspent(step.on) != NOTHING)


def _close(books: Books, step: Step) -> None:
    books.pots[step.on].state = "closed"
    books.post(
        *cleared(books, step.on, "unallotted", Worth()), *cash_cleared(books, step.on, Worth())
    )


def _nothing(_books: Books, _step: Step) -> None:
    """Do nothing: it is always refused."""


OF_SHARES = (
    "certify",
    "reject",
    "release",
    "certify_reversal",
    "refuse_reversal",
    "reverse",
    "reduce",
    "obligate",
    "deobligate",
    "spend",
    "close",
)
OF_CASH = ("receive", "suspend", "identify")
OF_WORDS = ("pledge", *words.FROM)
OF_AMENDMENTS = ("amend", "accept_amendment", "give_up")
OF_GOODS = (
    "gift",
    "accept_gift",
    "withdraw_gift",
    "report",
    "confirm",
    "confirm_part",
    "return_report",
    "end_gift",
)
OF_MONTHS = ("certify_month", "close_month", "refuse_month")
DECISIONS = ("approve", "refuse")
ACTS: dict[str, Act] = {
    "wait": Act(lambda _books, _step: FINE, _wait),
    "load_rate": Act(_of_rate, _load_rate),
    "start_delivery": Act(_of_start, _nothing),
    "close_contribution": Act(_of_close, _close),
    **dict.fromkeys(("propose", *OF_SHARES), Act(allotting.refusal, allotting.do)),
    **dict.fromkeys(OF_CASH, Act(suspense.refusal, suspense.do)),
    **dict.fromkeys(OF_WORDS, Act(words.refusal, words.do)),
    **dict.fromkeys(OF_AMENDMENTS, Act(amendments.refusal, amendments.do)),
    **dict.fromkeys(OF_GOODS, Act(gifts.refusal, gifts.do)),
    **dict.fromkeys(OF_MONTHS, Act(months.refusal, months.do)),
    **dict.fromkeys(adjustments.KINDS, Act(adjustments.refusal, adjustments.enter)),
    **dict.fromkeys(DECISIONS, Act(adjustments.refusal, approvals.decide)),
}
PROMISES = frozenset({*OF_WORDS, *OF_GOODS}) - {"accept"}
"""Acts that change nothing but what is promised, or given in kind."""


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that must stop a step; none lets it happen."""
    return ACTS[step.name].refusal(books, step)


def do(books: Books, step: Step) -> None:
    """Take a step that nothing stops, and let the request follow."""
    ACTS[step.name].do(books, step)
    books.follow()
