"""An amount is worth what the rate of its day says, for ever."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.errors import Invalid, MissingRate
from common.money import Money
from reference.models import Currency, ExchangeRate
from reference.services.rate_files import RateLine
from reference.services.rate_loading import load_rates
from reference.services.rates import Rate, implied_rate_warning, rate_on, to_usd

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
DAY = date(2026, 10, 1)


def line(currency: str, rate: str, day: date = DAY) -> RateLine:
    return RateLine(currency, day, Decimal(rate))


def test_the_newest_rate_supersedes_from_its_day_on():
    load_rates([line("EUR", "0.9", date(2026, 10, 16))], now=NOW)

    assert rate_on("EUR", DAY).units_per_usd == Decimal("0.882")
    assert rate_on("EUR", date(2026, 10, 15)).effective_on == DAY
    assert rate_on("EUR", date(2026, 10, 16)).units_per_usd == Decimal("0.9")
    assert rate_on("JPY", date(2026, 10, 16)).effective_on == DAY


@pytest.mark.parametrize(("currency", "day"), [("EUR", date(2026, 9, 30)), ("XDR", DAY)])
def test_a_missing_rate_is_refused(currency, day):
    with pytest.raises(MissingRate) as refusal:
        rate_on(currency, day)

    assert refusal.value.data == {"currency": currency, "day": day.isoformat()}


def test_a_dollar_is_a_dollar_on_every_day():
    day = date(1999, 1, 1)

    assert rate_on("USD", day) == Rate("USD", Decimal(1), day, "un-operational")
    assert to_usd(Money.of("12.34", "USD"), on=day).usd == Money.of("12.34", "USD")


@pytest.mark.parametrize(
    ("amount", "currency", "usd"),
    [
        ("882", "EUR", "1000.00"),
        ("1", "EUR", "1.13"),
        ("-1", "EUR", "-1.13"),
        ("0.377", "BHD", "1.00"),
        ("578394", "XOF", "1000.00"),
        ("0", "EUR", "0.00"),
    ],
)
def test_value_is_amount_over_rate_to_the_cent(amount, currency, usd):
    value = to_usd(Money.of(amount, currency), on=DAY)

    assert value.usd == Money.of(usd, "USD")
    assert value.original == Money.of(amount, currency)
    assert (value.rate_date, value.source) == (DAY, "un-operational")
    assert value.rate == rate_on(currency, DAY).units_per_usd


class ANewRateMovesNothing(TestCase):
    """Whatever is loaded later, the value on an earlier day stays."""

    @given(
        st.integers(1, 60),
        st.decimals("0.01", "99999", places=3),
        st.integers(-(10**9), 10**9),
    )
    def test_the_past_stays(self, later, rate, minor):
        money = Money.of_minor(minor, "EUR")
        before = to_usd(money, on=DAY)

        load_rates([RateLine("EUR", DAY + timedelta(days=later), rate)], now=NOW)

        assert to_usd(money, on=DAY) == before


@pytest.mark.parametrize(
    ("usd", "warns"),
    [("1000", False), ("1050", False), ("953", False), ("1060", True), ("900", True)],
)
def test_an_implied_rate_more_than_five_per_cent_off_warns(usd, warns):
    warning = implied_rate_warning(Money.of("882", "EUR"), usd=Money.of(usd, "USD"), on=DAY)

    assert bool(warning) is warns
    if warning:
        assert warning.table == Decimal("0.882")
        assert warning.implied == (882 / Decimal(usd)).quantize(Decimal("1E-8"))
        assert warning.deviation > Decimal("0.05")
        assert warning.rate_date == DAY


@pytest.mark.parametrize(("eur", "usd"), [("0", "1"), ("1", "0"), ("1", "-1"), ("-1", "1")])
def test_amounts_that_imply_no_rate_are_refused(eur, usd):
    with pytest.raises(Invalid) as refusal:
        implied_rate_warning(Money.of(eur, "EUR"), usd=Money.of(usd, "USD"), on=DAY)

    assert refusal.value.stable_code == "rate_not_implied"


def test_the_dollars_must_be_dollars():
    with pytest.raises(Invalid):
        implied_rate_warning(Money.of("1", "EUR"), usd=Money.of("1", "EUR"), on=DAY)


def test_loading_twice_adds_nothing():
    lines = [line("EUR", "0.9", date(2026, 11, 1)), line("JPY", "150", date(2026, 11, 1))]

    assert load_rates(lines, now=NOW).added == 2
    again = load_rates(lines, now=NOW)

    assert (again.added, again.unchanged) == (0, 2)
    assert (again.first_day, again.last_day) == ("2026-11-01", "2026-11-01")
    assert load_rates([], now=NOW).first_day == ""


def test_a_rate_in_force_is_never_changed():
    new = line("JPY", "150", date(2026, 11, 1))

    with pytest.raises(Invalid) as refusal:
        load_rates([new, line("EUR", "0.9")], now=NOW)

    assert refusal.value.stable_code == "rates_contradict"
    assert refusal.value.data == {"currencies": ["EUR"]}
    assert not ExchangeRate.objects.filter(effective_on=new.effective_on).exists()


def test_an_unknown_currency_is_refused():
    with pytest.raises(Invalid) as refusal:
        load_rates([line("ZZZ", "1")], now=NOW)

    assert refusal.value.data == {"currencies": ["ZZZ"]}


def test_a_rehearsal_adds_nothing():
    report = load_rates([line("EUR", "0.9", date(2026, 11, 1))], now=NOW, dry_run=True)

    assert report.added == 1
    assert rate_on("EUR", date(2026, 11, 1)).effective_on == DAY


@pytest.mark.parametrize(
    ("currency", "rate", "constraint"),
    [("EUR", "0", "rate_is_positive"), ("USD", "2", "a_dollar_is_a_dollar")],
)
def test_the_database_refuses_an_absurd_rate(currency, rate, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        ExchangeRate.objects.create(
            currency_id=currency,
            effective_on=date(2027, 1, 1),
            units_per_usd=Decimal(rate),
            loaded_at=NOW,
        )


def test_only_currencies_in_use_are_offered():
    offered = set(Currency.objects.offered().values_list("code", flat=True))

    assert {"USD", "EUR", "XDR"} < offered
    assert not offered & {"HRK", "XAU", "CLF"}
    assert str(Currency.objects.get(pk="EUR")) == "EUR"
    assert str(ExchangeRate.objects.get(currency="AOA")) == "AOA 2026-10-01 913"


@pytest.fixture
def november(tmp_path):
    path = tmp_path / "november.csv"
    path.write_text("f_curr_code,eff_date,rate\nEUR,2026-11-01,0.9\n")
    return path


def test_the_command_loads_files_and_says_so(november, capsys):
    call_command("load_rates", november)
    call_command("load_rates", november, "--json")

    said = capsys.readouterr().out
    assert "1 rates added, 0 already known, effective 2026-11-01 to 2026-11-01" in said
    report = json.loads(said[said.index("{") :])
    assert report[str(november)]["unchanged"] == 1


def test_the_command_rehearses(november, capsys):
    call_command("load_rates", november, "--dry-run")

    assert "1 rates would be added" in capsys.readouterr().out
    assert not ExchangeRate.objects.filter(effective_on=date(2026, 11, 1)).exists()


def test_the_command_refuses_in_words_and_loads_nothing(november, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("f_curr_code,eff_date,rate\nEUR,2026-10-01,0.9\n")

    with pytest.raises(CommandError, match="already in force"):
        call_command("load_rates", november, wrong)
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_rates", tmp_path / "none.csv")

    assert not ExchangeRate.objects.filter(effective_on=date(2026, 11, 1)).exists()
