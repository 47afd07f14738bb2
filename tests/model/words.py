"""What donors promise before both sides have signed: announced, negotiated, agreed, or ended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import TYPE_CHECKING

from tests.model.parts import NOTHING, share
from tests.model.pots import Terms
from tests.model.steps import FINE, OWNER, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books

ANNOUNCED = ("pledged", "negotiation", "cleared")
CLEARER = 2
"""Who cleared what is prepared: neither that person nor the donors' own accepts it."""


@dataclass(slots=True)
class Word:
    """One pledge; ``waits_for`` are the dollars others must sign for until a day."""

    terms: Terms
    amount: Decimal
    usd: Decimal = NOTHING
    state: str = "pledged"
    expires: int | None = None
    waits_for: Decimal | None = None
    until: int = 0
    is_met: bool = False
    pot: int | None = None

    def told(self, usd: Decimal) -> Word:
        """Return a word like it, worth so many dollars."""
        return Word(
            self.terms, self.amount, usd, self.state, waits_for=self.waits_for, until=self.until
        )


def _signed(terms: Terms, waits_for: int | None = None) -> Word:
    wanted = None if waits_for is None else Decimal(waits_for)
    return Word(terms, terms.amount, state="cleared", waits_for=wanted, until=UNTIL)


UNTIL = 20
PREPARED = (
    _signed(Terms("KWD", "other_donor", Decimal(90), tight=True)),
    _signed(Terms("USD", "other_donor", Decimal(200)), 3_900),
    _signed(Terms("JPY", "donor", Decimal(30_000)), 3_800),
    _signed(Terms("KWD", "donor", Decimal(15))),
)
"""Signed by their donors when a history begins; the second and the third wait for others."""


def holds(books: Books, number: int) -> bool:
    """Tell whether others give what a word waits for, reckoned by trying every set of them.

    Words that wait for each other may be met together: each then counts what the others of the
    set give, and never its own.
    """
    one = books.words[number]
    if one.waits_for is None or books.day > one.until:
        return False
    committed = sum((pot.usd for pot in books.pots), NOTHING)
    waiting = [
        n
        for n, each in enumerate(books.words)
        if each.waits_for is not None and each.state == "cleared" and each.until >= books.day
    ]
    every = chain.from_iterable(combinations(waiting, size) for size in range(len(waiting) + 1))
    return any(
        number in some
        and all(
            committed + sum((books.words[m].usd for m in some if m != n), NOTHING)
            >= (books.words[n].waits_for or NOTHING)
            for n in some
        )
        for some in every
    )


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop a step on a word."""
    if step.name == "pledge":
        return FINE
    one = books.words[step.on]
    if one.state not in FROM[step.name]:
        return frozenset({"state_moved"})
    check = CHECKS.get(step.name)
    return check(books, step, one) if check else FINE


FROM = {
    "negotiate": {"pledged"},
    "agree_in_part": {"negotiation", "cleared"},
    "accept": {"cleared"},
    "withdraw": set(ANNOUNCED),
    "decline": set(ANNOUNCED),
    "expire": {"pledged", "negotiation"},
    "fulfil_condition": {"negotiation", "cleared"},
    "lapse_condition": set(ANNOUNCED),
}


def _to_negotiate(books: Books, _step: Step, one: Word) -> Codes:
    return failing(already_expired=one.expires is not None and one.expires < books.day)


def _to_expire(books: Books, _step: Step, one: Word) -> Codes:
    return failing(not_yet_expired=one.expires is None or one.expires >= books.day)


def _to_narrow(_books: Books, step: Step, one: Word) -> Codes:
    return failing(
        already_signed=one.state == "cleared",
        not_less_than_pledged=not 0 < step.amount < one.amount,
    )


def _to_accept(books: Books, step: Step, one: Word) -> Codes:
    if step.who in {OWNER, CLEARER}:
        return frozenset({"duty"})
    waits = one.waits_for is not None
    return failing(condition_not_met=waits and not (one.is_met and holds(books, step.on)))


def _to_fulfil(books: Books, step: Step, one: Word) -> Codes:
    return failing(
        no_condition_open=one.waits_for is None or one.is_met,
        condition_does_not_hold=not holds(books, step.on),
    )


def _to_lapse(books: Books, _step: Step, one: Word) -> Codes:
    lapsed = one.waits_for is not None and not one.is_met and one.until < books.day
    return failing(condition_still_open=not lapsed)


CHECKS = {
    "negotiate": _to_negotiate,
    "expire": _to_expire,
    "agree_in_part": _to_narrow,
    "accept": _to_accept,
    "fulfil_condition": _to_fulfil,
    "lapse_condition": _to_lapse,
}


def do(books: Books, step: Step) -> None:
    """Take a step of a word; only what both sides have signed is a contribution."""
    if step.name == "pledge":
        expires = books.day + step.day if step.day else None
        terms = Terms("USD", step.what, step.amount)
        books.words.append(Word(terms, step.amount, step.amount, expires=expires))
        return
    one = books.words[step.on]
    if step.name == "accept":
        one.state, one.pot = "agreed", len(books.pots)
        books.agree(one.terms, one.amount)
    elif step.name == "fulfil_condition":
        one.is_met = True
    elif step.name == "agree_in_part":
        _narrow(books, step, one)
    else:
        one.state = ENDS[step.name]


ENDS = {
    "negotiate": "negotiation",
    "withdraw": "withdrawn",
    "decline": "declined",
    "expire": "expired",
    "lapse_condition": "expired",
}


def _narrow(books: Books, step: Step, one: Word) -> None:
    """Agree to less: the rest stands apart as it was announced, or lapses."""
    usd = share(one.usd, step.amount, one.amount)
    if step.what == "kept":
        rest = one.amount - step.amount
        books.words.append(Word(one.terms, rest, one.usd - usd, expires=one.expires))
    one.amount, one.usd = step.amount, usd
