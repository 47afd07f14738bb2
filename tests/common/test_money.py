"""Money keeps its currency, its decimals and every cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.currencies import CURRENCIES, exponent_of
from common.errors import Invalid, MixedCurrencies
from common.money import LARGEST, Money, gross_of, parts_of_gross, total

ONE_OF_EACH = ["JPY", "USD", "EUR", "KWD"]
minors = st.integers(min_value=-(10**14), max_value=10**14)
currencies = st.sampled_from(ONE_OF_EACH)
moneys = st.builds(Money.of_minor, minors, currencies)
rates = st.decimals(min_value=0, max_value=1, places=4)


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def code_of(refusal: pytest.ExceptionInfo[Invalid]) -> str:
    return refusal.value.stable_code


@pytest.mark.parametrize(
    ("currency", "text", "shown"),
    [("JPY", "1500", "1500"), ("USD", "7", "7.00"), ("KWD", "0.5", "0.500"), ("XDR", "1", "1.00")],
)
def test_an_amount_has_exactly_the_decimals_of_its_currency(currency, text, shown):
    assert Money.of(text, currency).as_json() == {"amount": shown, "currency": currency}


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (1.5, "USD", "amount_not_decimal"),
        (1, "USD", "amount_not_decimal"),
        (None, "USD", "amount_not_decimal"),
        (Decimal("NaN"), "USD", "amount_not_finite"),
        (Decimal("-Infinity"), "USD", "amount_not_finite"),
        (Decimal("0.001"), "USD", "amount_too_precise"),
        (Decimal("0.5"), "JPY", "amount_too_precise"),
        (Decimal("1E-999999999999"), "KWD", "amount_too_precise"),
        (LARGEST + 1, "USD", "amount_too_large"),
        (Decimal("-1E+999999999999"), "USD", "amount_too_large"),
        (Decimal(1), "usd", "currency_unknown"),
        (Decimal(1), "", "currency_unknown"),
        (Decimal(1), "XAU", "currency_not_accounted"),
        (Decimal(1), "CLF", "currency_not_accounted"),
    ],
)
def test_what_is_not_money_is_refused(amount, currency, code):
    with pytest.raises(Invalid) as refusal:
        Money(amount, currency)

    assert code_of(refusal) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1e3",
        "+1",
        " 1",
        "1_000",
        "1,000",
        "٣",
        "NaN",
        ".5",
        "1.",
        "0x1",
        "1" * 5000,
        "1\n",
        1.0,
    ],
)
def test_only_plain_numbers_are_read(text):
    with pytest.raises(Invalid) as refusal:
        Money.of(text, "USD")

    assert code_of(refusal) == "amount_not_decimal"


def test_whole_numbers_are_read_but_neither_booleans_nor_the_absurd():
    assert Money.of(12, "USD") == usd("12.00")
    with pytest.raises(Invalid):
        Money.of(True, "USD")
    with pytest.raises(Invalid) as refusal:
        Money.of(10**5000, "USD")
    assert code_of(refusal) == "amount_too_large"


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "1 USD",
        {},
        {"amount": "1"},
        {"amount": 1, "currency": "USD"},
        {"amount": "1", "currency": ["USD"]},
        {"amount": "1", "currency": "USD", "extra": ""},
    ],
)
def test_malformed_json_is_refused(value):
    with pytest.raises(Invalid) as refusal:
        Money.from_json(value)

    assert code_of(refusal) == "money_malformed"


@given(moneys)
def test_json_gives_the_same_money_back(money):
    assert Money.from_json(money.as_json()) == money


@given(moneys)
def test_equal_amounts_are_one_value_with_one_hash(money):
    other = Money(money.amount.normalize(), money.currency)

    assert other == money
    assert hash(other) == hash(money)
    assert str(other) == str(money)


def test_nothing_has_no_sign():
    assert str(Money(Decimal("-0.00"), "USD")) == "USD 0.00"
    assert str(-Money.zero("USD")) == "USD 0.00"


def test_an_amount_is_shown_with_its_currency_first():
    assert str(usd("1234567.8")) == "USD 1,234,567.80"


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_meet(act):
    with pytest.raises(MixedCurrencies) as refusal:
        getattr(usd("1"), act)(Money.of("1", "EUR"))

    assert refusal.value.data == {"currencies": ["EUR", "USD"]}


def test_a_total_is_of_one_currency():
    assert total([usd("1.10"), usd("2.20")], currency="USD") == usd("3.30")
    assert total([], currency="JPY") == Money.zero("JPY")
    with pytest.raises(MixedCurrencies):
        total([usd("1")], currency="EUR")


@given(currencies, minors, minors)
def test_sums_and_differences_undo_each_other(currency, one, two):
    a, b = Money.of_minor(one, currency), Money.of_minor(two, currency)

    assert (a + b) - b == a
    assert a + b == b + a
    assert a.__neg__().__neg__() == a
    assert abs(-a) == abs(a)
    assert (a < b, a <= b, a > b, a >= b) == (one < two, one <= two, one > two, one >= two)
    assert a.minor == one
    assert (a.is_zero, a.is_positive, a.is_negative) == (one == 0, one > 0, one < 0)


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (Decimal("2.345"), "USD", "2.35"),
        (Decimal("-2.345"), "USD", "-2.35"),
        (Decimal("2.5"), "JPY", "3"),
        (Decimal("1.0005"), "KWD", "1.001"),
        (Fraction(1, 3), "USD", "0.33"),
        (Fraction(-5, 1000), "USD", "-0.01"),
    ],
)
def test_rounding_is_half_up_away_from_nothing(value, currency, shown):
    assert Money.rounded(value, currency).as_json()["amount"] == shown


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1, "amount_not_decimal"),
        (Decimal("Infinity"), "amount_not_finite"),
        (Decimal("1E+20"), "amount_too_large"),
    ],
)
def test_rounding_refuses_what_is_not_exact(value, code):
    with pytest.raises(Invalid) as refusal:
        Money.rounded(value, "USD")

    assert code_of(refusal) == code


def test_multiplying_is_exact_until_the_last_step():
    assert usd("0.10").times(Decimal("0.05")) == usd("0.01")
    assert usd("100").times(3) == usd("300")
    assert usd("100").times(Fraction(1, 3)) == usd("33.33")


@pytest.mark.parametrize("factor", [0.1, Decimal("NaN"), Decimal("1E+50"), None])
def test_an_inexact_factor_is_refused(factor):
    with pytest.raises(Invalid) as refusal:
        usd("1").times(factor)

    assert code_of(refusal) == "factor_invalid"


@given(moneys, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_a_split_loses_nothing_and_is_fair_to_the_cent(money, weights):
    shares = money.split(weights)

    assert total(shares, currency=money.currency) == money
    for share, weight in zip(shares, weights, strict=True):
        exact = Fraction(money.minor * weight, sum(weights))
        assert abs(share.minor - exact) < 1
        assert weight or share.is_zero


def test_a_split_gives_the_odd_cent_to_the_largest_remainder_then_the_first():
    assert usd("100").split([1, 1, 1]) == [usd("33.34"), usd("33.33"), usd("33.33")]
    assert usd("-0.05").split([Decimal("0.5"), Decimal("0.5")]) == [usd("-0.03"), usd("-0.02")]
    assert usd("1").split([1, 5]) == [usd("0.17"), usd("0.83")]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1], [0.5, 0.5]])
def test_a_split_needs_weights(weights):
    with pytest.raises(Invalid):
        usd("1").split(weights)


def test_support_cost_is_a_percentage_of_expenditure():
    parts = parts_of_gross(usd("1130000"), Decimal("0.13"))

    assert (parts.programmable, parts.psc) == (usd("1000000"), usd("130000"))
    assert parts.gross == usd("1130000")


@given(moneys, rates)
def test_the_parts_always_add_up(gross, rate):
    parts = parts_of_gross(gross, rate)

    assert parts.programmable + parts.psc == gross
    assert parts_of_gross(-gross, rate).programmable == -parts.programmable


@given(moneys, rates)
def test_the_net_comes_back_from_its_gross(net, rate):
    gross = gross_of(net, rate).gross

    assert parts_of_gross(gross, rate).programmable == net


@pytest.mark.parametrize("rate", [Decimal("-0.01"), Decimal("1.01"), Decimal("NaN"), 0.13])
def test_an_absurd_rate_is_refused(rate):
    with pytest.raises(Invalid):
        parts_of_gross(usd("1"), rate)
    with pytest.raises(Invalid):
        gross_of(usd("1"), rate)


def test_the_standard_is_whole():
    active = [facts for facts in CURRENCIES.values() if facts.active]

    assert len(active) == 178
    assert len({facts.numeric for facts in active}) == 178
    assert all(len(facts.code) == 3 and facts.name for facts in CURRENCIES.values())
    assert {facts.exponent for facts in CURRENCIES.values()} == {0, 2, 3, None}
    assert not CURRENCIES["HRK"].active


@pytest.mark.parametrize(("code", "decimals"), [("JPY", 0), ("ISK", 0), ("USD", 2), ("TND", 3)])
def test_decimals_follow_the_standard(code, decimals):
    assert exponent_of(code) == decimals
