"""References never repeat and never tell how many there are."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import Invalid
from common.references import block_of, is_reference, permute, reference

KEY = b"a key that is only for the tests"


def written(sequence: int, **changed: object) -> str:
    given_: dict[str, Any] = {"prefix": "TA", "year": 2026, "key": KEY, **changed}
    return reference(sequence=sequence, **given_)


def test_a_whole_block_uses_every_number_once():
    numbers = {permute(at, size=9_999, key=KEY, tweak=b"2026") for at in range(9_999)}

    assert numbers == set(range(9_999))


@given(st.integers(1, 500), st.binary(min_size=1, max_size=16))
@settings(max_examples=30)
def test_any_small_block_is_permuted_onto_itself(size, tweak):
    numbers = {permute(at, size=size, key=KEY, tweak=tweak) for at in range(size)}

    assert numbers == set(range(size))


@pytest.mark.parametrize(
    ("sequence", "block"),
    [
        (1, (5, 1, 99_999)),
        (99_999, (5, 1, 99_999)),
        (100_000, (6, 100_000, 900_000)),
        (999_999, (6, 100_000, 900_000)),
        (1_000_000, (7, 1_000_000, 9_000_000)),
        (999_999_999, (9, 100_000_000, 900_000_000)),
    ],
)
def test_a_full_year_goes_on_with_more_digits(sequence, block):
    assert block_of(sequence) == block


@pytest.mark.parametrize("sequence", [0, -1, 10**9])
def test_there_is_an_end(sequence):
    with pytest.raises(Invalid) as refusal:
        block_of(sequence)

    assert refusal.value.stable_code == "reference_exhausted"


@given(st.sets(st.integers(1, 999_999_999), min_size=2, max_size=50))
def test_no_two_objects_share_a_reference(sequences):
    assert len({written(sequence) for sequence in sequences}) == len(sequences)


@given(st.integers(1, 999_999_999))
def test_every_reference_looks_like_one(sequence):
    text = written(sequence)

    assert is_reference(text)
    assert len(text) == len("TA-2026-") + block_of(sequence)[0]


def test_neighbours_are_not_neighbours():
    numbers = [int(written(at).rsplit("-", 1)[1]) for at in range(1, 400)]
    steps = [two - one for one, two in itertools.pairwise(numbers)]

    assert sum(abs(step) == 1 for step in steps) < 5
    assert 100 < sum(step > 0 for step in steps) < 300
    assert max(numbers) > 90_000
    assert min(numbers) < 10_000


def test_year_series_and_key_each_change_the_order():
    first = [written(at) for at in range(1, 20)]

    assert [written(at, year=2027)[-5:] for at in range(1, 20)] != [text[-5:] for text in first]
    assert [written(at, prefix="PL")[-5:] for at in range(1, 20)] != [text[-5:] for text in first]
    assert [written(at, key=b"another key, long enough") for at in range(1, 20)] != first
    assert [written(at) for at in range(1, 20)] == first


@pytest.mark.parametrize(
    "changed",
    [{"key": b"short"}, {"prefix": "ta"}, {"prefix": "T"}, {"prefix": "TA/B"}, {"year": 12026}],
)
def test_a_wrong_series_is_a_programming_error(changed):
    with pytest.raises(ValueError, match="reference"):
        written(1, **changed)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("TA-2026-00042", True),
        ("PL-2026-123456", True),
        ("TA-2026-042", False),
        ("TA-2026-012345", False),
        ("TA-2026-00042\n", False),
        ("TA-2026-٠٠٠٤٢", False),
        ("", False),
    ],
)
def test_the_shape_of_a_reference(text, so):
    assert is_reference(text) is so
