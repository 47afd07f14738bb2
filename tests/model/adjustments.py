"""What corrects or moves money outside of allotments, entered by one and decided by another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.model.ledger import Worth
from tests.model.months import first_open, month_of
from tests.model.parts import NOTHING
from tests.model.steps import FINE, OWNER, Codes, Step, failing

if TYPE_CHECKING:
    from tests.model.books import Books

KINDS = ("write_down", "refund", "application", "reprogramming", "levy", "revaluation")
SETS_ASIDE = {"refund": "refundable", "levy": "levy_due"}
TWO = {"application", "reprogramming"}


NOT_YET = Worth()


@dataclass(slots=True)
class Adjustment:
    """One of them; ``booked`` is what was set aside, or moved, with its dollars."""

    kind: str
    pot: int
    amount: Decimal
    day: int
    entered_by: int
    to: int | None = None
    source: str = ""
    state: str = "entered"
    decided_by: int | None = None
    booked: Worth = NOT_YET

    @property
    def target(self) -> int:
        return self.pot if self.to is None else self.to

    @property
    def drawn_from(self) -> str:
        return self.source or "unallotted"

    def is_set_aside(self, pot: int) -> bool:
        """Tell whether its amount waits, taken out of a contribution's cash."""
        return self.pot == pot and self.kind in SETS_ASIDE and self.state == "entered"


def refusal(books: Books, step: Step) -> Codes:
    """Return the codes that stop an entering or a decision."""
    if step.name in {"approve", "refuse"}:
        return _of_decision(books, step)
    if step.who == OWNER:
        return frozenset({"duty"})
    kind = step.name
    wanted = _wanted(books, step)
    wrong = failing(
        value_date_in_future=step.day > books.day, target_does_not_fit=not _fits(books, wanted)
    )
    if wrong:
        return wrong
    if kind != "revaluation" and wanted.amount <= 0:
        return frozenset({"amount_missing"})
    impossible = _impossible(books, wanted, own=NOTHING)
    if impossible or kind == "levy":
        return impossible
    waiting = [one for one in books.adjustments if one.state == "entered" and one.pot == step.on]
    return failing(adjustment_pending=any(one.kind == kind for one in waiting))


def _wanted(books: Books, step: Step) -> Adjustment:
    amount = NOTHING if step.name == "revaluation" else step.amount
    if step.name == "levy" and step.what == "all":
        amount = books.pots[step.on].levy_due
    source = step.what if step.name == "refund" else ""
    return Adjustment(step.name, step.on, amount, step.day, step.who, step.to, source)


def _fits(books: Books, one: Adjustment) -> bool:
    if one.to is None:
        return one.kind != "reprogramming"
    here, there = books.pots[one.pot].terms, books.pots[one.to].terms
    same = (here.house, here.currency) == (there.house, there.currency)
    return one.kind in TWO and same and (one.kind == "application" or one.to != one.pot)


def _impossible(books: Books, one: Adjustment, *, own: Decimal) -> Codes:
    """What is asked when it is entered and again when it is approved; ``own`` it has taken."""
    pot, target = books.pots[one.pot], books.pots[one.target]
    there = books.free(one.pot)
    if one.kind == "write_down":
        there = pot.owed
    elif one.kind == "application" or one.source == "unapplied":
        there = pot.unapplied
    room = {"application": target.owed, "levy": pot.levy_due + own}.get(one.kind, one.amount)
    valued = one.kind in {"refund", "revaluation"}
    return failing(
        contribution_not_agreed=not (pot.in_force and target.in_force),
        rate_missing=valued and books.rate(pot.currency, one.day) is None,
        above_available=one.amount > there + own,
        above_owed=one.amount > room,
        **_out_of_turn(books, one),
    )


def _out_of_turn(books: Books, one: Adjustment) -> dict[str, bool]:
    """What stops a revaluation alone: its month is closed, or one of a later day was approved."""
    if one.kind != "revaluation":
        return {}
    others = [each for each in books.adjustments if (each.kind, each.pot) == (one.kind, one.pot)]
    return {
        "period_closed": first_open(books.months, one.day) != month_of(one.day),
        "revalued_later": any(it.state == "approved" and it.day > one.day for it in others),
    }


def _of_decision(books: Books, step: Step) -> Codes:
    one = books.adjustments[step.on]
    if one.state != "entered":
        return frozenset({"state_moved"})
    if step.who in {OWNER, one.entered_by}:
        return frozenset({"duty"})
    if step.name == "refuse":
        return FINE
    return _impossible(books, one, own=one.amount if one.kind in SETS_ASIDE else NOTHING)


def enter(books: Books, step: Step) -> None:
    """Enter it: refund and levy take their amount at once, other kinds move nothing."""
    one = _wanted(books, step)
    books.adjustments.append(one)
    if one.kind in SETS_ASIDE:
        set_aside(books, one)
    else:
        books.post(day=one.day)


def set_aside(books: Books, one: Adjustment) -> None:
    """Take the amount out of the cash it is from."""
    one.booked = books.ledger.drawn(one.pot, one.drawn_from, one.amount)
    _carry(books, one, one.booked, day=one.day)
    if one.kind == "levy":
        books.pots[one.pot].levies_asked += one.amount


def put_back(books: Books, one: Adjustment) -> None:
    """Refuse, today: what was set aside is free again."""
    if one.kind in SETS_ASIDE:
        _carry(books, one, -one.booked, day=books.day)
    else:
        books.post()


def _carry(books: Books, one: Adjustment, aside: Worth, *, day: int) -> None:
    pot = books.pots[one.pot]
    waits = SETS_ASIDE[one.kind]
    books.post((one.pot, one.drawn_from, aside), (one.pot, waits, -aside), day=day)
    if one.kind == "levy":
        pot.levied += aside.amount
    elif one.source == "unapplied":
        pot.unapply(aside.amount, aside.usd)
    else:
        pot.refundable += aside.amount
