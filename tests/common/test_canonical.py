"""A value has one written form, and storing it changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from common.canonical import canonical, digest, plain
from common.errors import Invalid
from common.money import Money


class Colour(Enum):
    RED = "red"


class Word(TextChoices):
    ONE = "one", gettext_lazy("One")


NOON = datetime(2026, 10, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    texts,
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.uuids(),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [None, True, "é"]}, '{"a":[null,true,"é"],"b":1}'),
        (Money.of("1000", "USD"), '{"amount":"1000.00","currency":"USD"}'),
        (Decimal("0.8820"), '"0.882"'),
        (Decimal(1000), '"1000"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.00"), '"0"'),
        (NOON, '"2026-10-01T12:00:00.000000Z"'),
        (datetime(1, 1, 1, tzinfo=UTC), '"0001-01-01T00:00:00.000000Z"'),
        (date(2026, 10, 1), '"2026-10-01"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Colour.RED, '"red"'),
        (Word.ONE, '"one"'),
        ((1, 2), "[1,2]"),
        ({}, "{}"),
    ],
)
def test_there_is_one_form(value, written):
    assert canonical(value).decode() == written


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"deep": [0.1]},
        NOON.replace(tzinfo=None),
        {1: "a"},
        {1, 2},
        b"bytes",
        gettext_lazy("lazy"),
        "a\0b",
        {"a\0": 1},
        "\ud800",
        Decimal("NaN"),
        Decimal("1E+99"),
        10**40,
        nested(100_000),
        object(),
    ],
)
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(Invalid) as refusal:
        canonical(value)

    assert refusal.value.stable_code == "not_canonical"


@given(values)
def test_storing_and_reading_back_keeps_the_digest(value):
    stored = json.loads(json.dumps(plain(value)))

    assert digest(stored) == digest(value)


@given(st.dictionaries(texts, scalars, max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    turned = dict(reversed(value.items()))

    assert digest(turned) == digest(value)


def test_a_digest_is_a_sha256():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
