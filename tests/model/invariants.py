"""The invariants of DOMAIN section 4 that can be looked at in memory, each by its number.

The others need the real system and are looked at when a history is lived again
(``tests.model.proofs``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from donors.lifecycle.stages import kept, stages
from tests.model.books import NET, Books
from tests.model.ledger import Worth
from tests.model.months import month_of
from tests.model.parts import EXPONENTS, NOTHING
from tests.model.rehearsal import Rehearsal, parts_add_up
from tests.model.shares import SPENDABLE

ALLOTTED = ("certified", "released", "closed", "reversed")
COLUMNS = (
    "state",
    "version",
    "gross",
    "programmable",
    "psc",
    "reversed",
    "reversed_programmable",
    "usd_gross",
    "usd_programmable",
    "usd_reversed",
    "usd_reversed_programmable",
    "obligated",
    "spent",
    "psc_spent",
    "reversal_amount",
)
"""What the model and an allotment both have."""


def figures(books: Books) -> Any:
    """Return every figure of money that is more than announced."""
    told = {name: usd for name, usd in books.totals().items() if name != "pledged_usd"}
    standing = books.ledger.standing().items()
    return told, {key: worth for key, worth in standing if isinstance(key[0], int)}, books.state


def check_1_promises_move_no_figure(before: Any, books: Books) -> None:
    """Pledges, in cash or in kind, never change a funded figure."""
    assert figures(books) == before


def check_5_rates_move_nothing_booked(before: Any, books: Books) -> None:
    """Booked dollars stay put when a rate is loaded, and when a day passes."""
    assert figures(books) == before


def check_2_the_cap_holds(books: Books, rehearsal: Rehearsal) -> None:
    """Nothing is allotted, given back or levied that is not here (DOMAIN 2b)."""
    for number, pot in enumerate(books.pots):
        sums, real = books.allotted(number), rehearsal.pots[number]
        assert {name: getattr(real, name) for name in ALLOTTED} == {
            name: sums[name] for name in ALLOTTED
        }
        held = sums["certified"] + sums["released"] + sums["closed"] - sums["reversed"]
        assert held == books.held(number)
        assert real.allotted + pot.gone <= pot.usable
        assert pot.settled <= pot.due
        assert NOTHING <= pot.unapplied <= pot.received - pot.unapplied_out
        assert min(pot.refundable, pot.refunded, pot.levied, pot.written_down) >= 0


def check_3_duties_are_of_different_people(books: Books, rehearsal: Rehearsal) -> None:
    """No pair of duties on one object is done by one person (DOMAIN 2.7)."""
    for mine, real in zip(books.shares, rehearsal.shares, strict=True):
        three = [mine.proposed_by, mine.certified_by, mine.released_by]
        named = [person for person in three if person is not None]
        assert len(set(named)) == len(named)
        assert not mine.certifiers & mine.approvers
        assert len(real.certifiers) == len(mine.certifiers)
        assert len(real.approvers) == len(mine.approvers)
        assert mine.closed_by != 0
    for one in books.adjustments:
        assert one.decided_by not in {0, one.entered_by}
    for month in books.months:
        assert month.decided_by != month.certified_by


def check_4_balances_are_the_ledger(books: Books) -> None:
    """Every balance says what the columns say; that it is the replay, is looked at in the end."""
    ledger = books.ledger
    for number, pot in enumerate(books.pots):
        on = {name: ledger.on(number, name).amount for name in ACCOUNTS}
        assert on["receivable"] == pot.owed
        assert on["income"] == -on["receivable"] - on["bank_charges"]
        assert on["unapplied"] == -pot.unapplied
        assert on["unallotted"] == -books.free(number)
        assert on["levy"] + on["levy_due"] == -pot.levied
        assert on["refundable"] == -_refunds_waiting(books, number)
        assert ledger.beyond_levy(number).amount or not ledger.beyond_levy(number).usd


def check_4_journals_are_in_open_months(books: Books, *, since: int) -> None:
    """What was just booked is in the first month from its day on that is not closed."""
    closed = {one.month for one in books.months if one.state == "closed"}
    for one in books.ledger.journals[since:]:
        assert month_of(one.of) <= one.month <= month_of(one.on)
        passed_over = {month_of(day) for day in range(one.of, one.on) if month_of(day) < one.month}
        assert passed_over <= closed
        assert one.month not in closed


ACCOUNTS = (
    "receivable",
    "income",
    "bank_charges",
    "unapplied",
    "unallotted",
    "levy",
    "levy_due",
    "refundable",
)


def _refunds_waiting(books: Books, pot: int) -> Decimal:
    waiting = [one for one in books.adjustments if one.is_set_aside(pot) and one.kind == "refund"]
    return sum((one.amount for one in waiting), NOTHING)


def check_6_parts_add_up(books: Books, rehearsal: Rehearsal) -> None:
    """Parts make the whole, with the decimals of each currency, and journals make nothing."""
    for mine, real in zip(books.shares, rehearsal.shares, strict=True):
        for name in COLUMNS:
            assert getattr(real, name) == getattr(mine, name), name
        assert parts_add_up(real)
        assert sum((part.usd for part in stages(real).values()), NOTHING) == kept(real).usd
        exponent = EXPONENTS[mine.currency]
        assert mine.programmable == round(mine.programmable, exponent)
    for journal in books.ledger.journals[-3:]:
        assert sum((line[2] for line in journal.lines), Worth()) == Worth()


def check_9_only_released_cash_opens_delivery(books: Books) -> None:
    """A request is funded by released money alone: pledges and promises never open the way."""
    net = {0: NOTHING, 1: NOTHING}
    for one in books.shares:
        if one.state in SPENDABLE:
            net[one.component] += one.net_usd
    assert (books.state == "funded") is (min(net.values()) >= NET)


def check_13_nothing_is_counted_twice(books: Books) -> None:
    """Cash in the bank is what came, less what was paid: no act brought any twice."""
    for number, pot in enumerate(books.pots):
        paid = sum((s.spent + s.psc_spent for s in books.shares if s.pot == number), NOTHING)
        back = [one for one in books.adjustments if one.pot == number and one.kind == "refund"]
        refunded = sum((one.amount for one in back if one.state == "approved"), NOTHING)
        moved = sum(
            (
                one.amount if one.target == number else -one.amount
                for one in books.adjustments
                if one.state == "approved"
                and one.pot != one.target
                and number in {one.pot, one.target}
            ),
            NOTHING,
        )
        assert books.ledger.on(number, "cash").amount == pot.received + moved - refunded - paid
