"""Parts add up to the whole for every exponent and rate (invariant 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from common.currencies import exponent_of
from common.money import Money, parts_of_gross
from donors.lifecycle import balances

CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])
RATES = st.sampled_from(["0", "0.05", "0.07", "0.08", "0.13", "0.135", "1"]).map(Decimal)


@dataclass
class Paper:
    """An allotment as the arithmetic sees it."""

    currency: str
    psc_rate: Decimal
    gross: Decimal
    programmable: Decimal
    reversed: Decimal = Decimal(0)
    reversed_programmable: Decimal = Decimal(0)
    obligated: Decimal = Decimal(0)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    currency, rate = draw(CURRENCIES), draw(RATES)
    gross = Money.of_minor(draw(st.integers(min_value=1, max_value=10**12)), currency)
    return Paper(currency, rate, gross.amount, parts_of_gross(gross, rate).programmable.amount)


def part(draw: Callable[..., Any], whole: Decimal, currency: str) -> Decimal:
    step = Decimal(1).scaleb(-exponent_of(currency))
    steps: int = draw(st.integers(min_value=0, max_value=int(whole / step)))
    return step * steps


@given(paper=papers(), data=st.data())
def test_what_is_held_and_what_is_not_add_up(paper: Paper, data: st.DataObject) -> None:
    paper.obligated = part(data.draw, paper.programmable, paper.currency)

    assert balances.held(paper) + balances.unobligated(paper) == balances.left(paper)
    assert not balances.unobligated(paper).is_negative
    assert balances.held(paper).amount >= paper.obligated


@given(paper=papers(), data=st.data())
def test_a_reversal_never_reaches_what_is_obligated(paper: Paper, data: st.DataObject) -> None:
    paper.obligated = part(data.draw, paper.programmable, paper.currency)
    taken = part(data.draw, balances.unobligated(paper).amount, paper.currency)

    paper.reversed_programmable = balances.reversed_net(paper, reversed_gross=taken)
    paper.reversed = taken

    assert 0 <= paper.reversed_programmable <= paper.reversed
    assert balances.left_net(paper).amount >= paper.obligated
    assert parts_of_gross(balances.left(paper), paper.psc_rate).programmable == balances.left_net(
        paper
    )


@given(paper=papers(), data=st.data())
def test_support_cost_follows_expenditure_and_fits_what_was_set_aside(
    paper: Paper, data: st.DataObject
) -> None:
    spent = part(data.draw, paper.programmable, paper.currency)

    due = balances.psc_due(paper, spent=spent)

    exact = Money(spent, paper.currency).times(paper.psc_rate).amount
    unit = Decimal(1).scaleb(-exponent_of(paper.currency))
    assert exact - unit <= due <= exact
    assert spent + due <= paper.gross


@given(whole=st.integers(0, 10**12), part=st.integers(0, 10**9), more=st.integers(1, 10**9))
def test_a_share_of_dollars_never_exceeds_them(whole: int, part: int, more: int) -> None:
    dollars = Money.of_minor(whole, "USD").amount

    shared = balances.share(dollars, part=Decimal(part), of=Decimal(part + more))

    assert 0 <= shared <= dollars
    assert balances.share(dollars, part=Decimal(more), of=Decimal(more)) == dollars
