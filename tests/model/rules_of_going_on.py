"""What an ordinary day brings: whatever waits is taken on by whoever's duty it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis.stateful import precondition, rule

from tests.model.acting import Acting, many
from tests.model.parts import NOTHING
from tests.model.shares import Share
from tests.model.words import holds


class Waiting(NamedTuple):
    """Something that waits: the act it waits for, on which, and what goes with it."""

    name: str
    on: int
    given: dict[str, Any]


class GoingOnRules(Acting):
    """Take on what waits, one kind as likely as another."""

    @precondition(lambda self: self.history)
    @rule(kind=many, which=many)
    def go_on(self, kind: int, which: int) -> None:
        waiting = [
            *self._waiting_money(),
            *self._waiting_promises(),
            *self._waiting_goods(),
            *self._waiting_shares(),
        ]
        names = sorted({one.name for one in waiting})
        if not names:
            self._do("wait", day=1)
            return
        name = names[kind % len(names)]
        of_it = [one for one in waiting if one.name == name]
        one = of_it[which % len(of_it)]
        self._do(one.name, one.on, **one.given)

    @precondition(lambda self: self.history)
    @rule(kind=many, which=many)
    def go_further(self, kind: int, which: int) -> None:
        self.go_on(kind, which)

    @precondition(lambda self: self.history)
    @rule(kind=many, which=many)
    def go_still_further(self, kind: int, which: int) -> None:
        self.go_on(kind, which)

    def _waiting_money(self) -> Iterator[Waiting]:
        books = self.books
        entered = [n for n, one in enumerate(books.adjustments) if one.state == "entered"]
        yield from (Waiting("approve", n, {}) for n in entered)
        certified = [n for n, month in enumerate(books.months) if month.state == "certified"]
        yield from (Waiting("close_month", n, {}) for n in certified)
        for n, cash in enumerate(books.suspended):
            if cash.pot is None:
                same = [m for m, pot in enumerate(books.pots) if pot.currency == cash.currency]
                yield Waiting("identify", n, {"to": same[len(self.history) % len(same)]})
        for n, pot in enumerate(books.pots):
            if pot.state == "received" and not books.unspent(n):
                yield Waiting("close_contribution", n, {})
            elif pot.unapplied:
                yield Waiting("application", n, self._application(n))

    def _application(self, number: int) -> dict[str, Any]:
        pots, here = self.books.pots, self.books.pots[number]
        for n, pot in enumerate(pots):
            same = (pot.terms.house, pot.currency) == (here.terms.house, here.currency)
            if same and pot.owed:
                amount = min(pot.owed, here.unapplied)
                return {"to": n, "amount": amount, "day": self.books.day}
        return {"amount": here.unapplied, "day": self.books.day}

    def _waiting_promises(self) -> Iterator[Waiting]:
        books = self.books
        signed = [n for n, one in enumerate(books.amendments) if one.state == "signed"]
        yield from (Waiting("accept_amendment", n, {}) for n in signed)
        for n, word in enumerate(books.words):
            if word.state == "negotiation":
                half = self._of(word.amount, 50, word.terms.currency)
                what = "kept" if n % 2 else "lapsed"
                yield Waiting("agree_in_part", n, {"amount": half, "what": what})
            elif word.state == "pledged" and word.expires is not None:
                yield Waiting("expire" if word.expires < books.day else "negotiate", n, {})
            elif word.state == "cleared" and (name := self._turn_of(n)):
                yield Waiting(name, n, {})

    def _turn_of(self, number: int) -> str:
        """Return what a signed word waits for, if it is time."""
        word = self.books.words[number]
        if word.waits_for is None:
            return "accept"
        if holds(self.books, number):
            return "accept" if word.is_met else "fulfil_condition"
        lapsed = word.until < self.books.day and not word.is_met
        return "lapse_condition" if lapsed else ""

    def _waiting_goods(self) -> Iterator[Waiting]:
        for n, gift in enumerate(self.books.gifts):
            rest = gift.quantity - gift.came
            if gift.state == "pledged":
                yield Waiting("accept_gift", n, {})
            elif gift.state == "agreed" and not gift.reported:
                come = rest if len(self.history) % 2 else min(rest, Decimal(33))
                yield Waiting("report", n, {"amount": come})
            elif gift.state == "agreed" and len(self.history) % 5 == 0:
                yield Waiting("return_report", n, {})
            elif gift.state == "agreed":
                yield Waiting("confirm" if gift.reported == rest else "confirm_part", n, {})

    def _waiting_shares(self) -> Iterator[Waiting]:
        for n, one in enumerate(self.books.shares):
            if one.state in {"proposed", "certified"}:
                yield Waiting("certify" if one.state == "proposed" else "release", n, {})
            elif one.state == "released":
                yield self._of_released(n, one)

    def _of_released(self, n: int, one: Share) -> Waiting:
        if one.reversal_amount is not None:
            return Waiting("reverse" if one.reversal_amount == one.left else "reduce", n, {})
        turn = len(self.history)
        if one.spent < one.obligated:
            name = "spend" if turn % 3 else "deobligate"
            return Waiting(name, n, {"amount": one.obligated - one.spent})
        if one.obligated < one.left_net and n % 2:
            some = self._of(one.unobligated, 100 if turn % 2 else 60, one.currency)
            return Waiting("certify_reversal", n, {"amount": some})
        if one.obligated < one.left_net:
            some = self._of(one.left_net, 100 if turn % 2 else 60, one.currency)
            return Waiting("obligate", n, {"amount": max(some - one.obligated, NOTHING)})
        return Waiting("close", n, {"amount": NOTHING})
