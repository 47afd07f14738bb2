"""Conditional pledges as a table, a cycle of three among them, and against every subset."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.lifecycle.conditions import Waiting, met_together, needed


def one(number: int, own: int, needs: int) -> Waiting:
    return Waiting(id=UUID(int=number), own=Decimal(own), needed=Decimal(needs))


CASES: list[tuple[str, int, list[Waiting], set[int]]] = [
    ("nobody waits", 100, [], set()),
    ("covered by what is signed", 60, [one(1, 40, 60)], {1}),
    ("a dollar short", 59, [one(1, 40, 60)], set()),
    ("its own amount never counts", 0, [one(1, 100, 60)], set()),
    ("two wait for each other", 0, [one(1, 50, 50), one(2, 50, 50)], {1, 2}),
    ("two, one asks too much", 0, [one(1, 50, 50), one(2, 50, 51)], set()),
    ("a cycle of three", 10, [one(1, 30, 70), one(2, 30, 70), one(3, 30, 70)], {1, 2, 3}),
    ("three, of whom one falls and takes all", 0, [one(1, 30, 60), one(2, 30, 60), one(3, 30, 61)],
     set()),
    ("three, of whom one falls alone", 40, [one(1, 30, 70), one(2, 30, 70), one(3, 30, 101)],
     {1, 2}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "committed", "waiting", "expected"), CASES)
def test_who_may_be_agreed(
    name: str, committed: int, waiting: list[Waiting], expected: set[int]
) -> None:
    found = met_together(committed=Decimal(committed), waiting=waiting)

    assert {pk.int for pk in found} == expected, name


def holds(committed: int, group: tuple[Waiting, ...]) -> bool:
    """Tell whether everybody in a group is satisfied by what is signed and by the others."""
    whole = committed + sum(each.own for each in group)
    return all(whole - each.own >= each.needed for each in group)


@given(
    st.integers(0, 100),
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 150)), max_size=6),
)
def test_it_is_the_largest_set_that_holds(committed: int, amounts: list[tuple[int, int]]) -> None:
    waiting = [one(number, own, needs) for number, (own, needs) in enumerate(amounts)]
    found = met_together(committed=Decimal(committed), waiting=waiting)

    groups = (group for n in range(len(waiting) + 1) for group in combinations(waiting, n))
    holding = [frozenset(each.id for each in group) for group in groups if holds(committed, group)]
    assert found in holding
    assert all(group <= found for group in holding)


@pytest.mark.parametrize(
    ("basis", "figure", "expected"),
    [("share", "1", "600"), ("share", "0.5", "300"), ("amount", "250", "250")],
)
def test_what_others_must_sign_for(basis: str, figure: str, expected: str) -> None:
    told = needed(basis=basis, figure=Decimal(figure), target=Decimal(1_000), own=Decimal(400))

    assert told == Decimal(expected)


def test_whoever_gives_more_than_the_target_waits_for_nothing() -> None:
    assert needed(basis="share", figure=Decimal(1), target=Decimal(10), own=Decimal(40)) == 0
