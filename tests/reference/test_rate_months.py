"""A month of rates: the full file of its first day, and the few that change in its middle."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.errors import MissingRate
from common.money import Money
from reference.models import ExchangeRate
from reference.services.rates import rate_on, to_usd

pytestmark = pytest.mark.django_db
FULL = """abbrv_name,name,f_curr_code,eff_date,rate
Austria,Euro,EUR,2026-11-01,0.9
Benin,CFA Franc,XOF,2026-11-01,590.361
Ecuador,US Dollar,USD,2026-11-01,1
France,Euro,EUR,2026-11-01,0.900
Japan,Japanese Yen,JPY,2026-11-01,150
Panama,US Dollar,USD,2026-11-01,1
Senegal,CFA Franc,XOF,2026-11-01,590.361
Swaziland,Lilangeni,SZL,2026-11-01,17.5
Turkey,Turkish Lira,TRY,2026-11-01,42.1
"""
MIDDLE = """<UN_OPERATIONAL_RATES_DATASET>
 <xs:schema id="UN_OPERATIONAL_RATES_DATASET" xmlns="" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="eff_date" type="xs:dateTime" minOccurs="0" />
 </xs:schema>\\r\\n
 <UN_OPERATIONAL_RATES><abbrv_name>Austria</abbrv_name><name>Euro</name>
  <f_curr_code>EUR</f_curr_code><eff_date>15 Nov 2026</eff_date><rate>0.8</rate>
 </UN_OPERATIONAL_RATES>\\r\\n
 <UN_OPERATIONAL_RATES><abbrv_name>France</abbrv_name><name>Euro</name>
  <f_curr_code>EUR</f_curr_code><eff_date>15 Nov 2026</eff_date><rate>0.80</rate>
 </UN_OPERATIONAL_RATES>
</UN_OPERATIONAL_RATES_DATASET>
"""
CORRECTED = FULL.replace("2026-11-01", "2026-12-01").replace("0.900", "0.9")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The two files of November and the full one of December, as published."""
    texts = {"full": FULL, "middle": MIDDLE, "december": CORRECTED}
    paths = {name: tmp_path / name for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name])
    return paths


@pytest.mark.parametrize(
    ("currency", "day", "rate", "since"),
    [
        ("EUR", date(2026, 10, 31), "0.882", date(2026, 10, 1)),
        ("EUR", date(2026, 11, 1), "0.9", date(2026, 11, 1)),
        ("EUR", date(2026, 11, 14), "0.9", date(2026, 11, 1)),
        ("EUR", date(2026, 11, 15), "0.8", date(2026, 11, 15)),
        ("EUR", date(2026, 12, 1), "0.9", date(2026, 12, 1)),
        ("XOF", date(2026, 11, 20), "590.361", date(2026, 11, 1)),
        ("SZL", date(2026, 11, 20), "17.5", date(2026, 11, 1)),
        ("CHF", date(2026, 11, 20), None, date(2026, 10, 1)),
        ("USD", date(2026, 11, 20), "1", date(2026, 11, 20)),
    ],
)
@pytest.mark.parametrize("order", list(permutations(("full", "middle", "december"))))
def test_the_newest_day_counts_whatever_order_the_files_came_in(
    files: dict[str, Path],
    order: tuple[str, ...],
    currency: str,
    day: date,
    rate: str | None,
    since: date,
) -> None:
    for name in order:
        call_command("load_rates", files[name])

    found = rate_on(currency, day)

    assert found.effective_on == since
    assert rate is None or found.units_per_usd == Decimal(rate)


def test_a_currency_the_middle_leaves_out_keeps_its_rate(files: dict[str, Path]) -> None:
    call_command("load_rates", files["full"], files["middle"])

    changed = ExchangeRate.objects.filter(effective_on=date(2026, 11, 15))

    assert list(changed.values_list("currency", flat=True)) == ["EUR"]
    assert to_usd(Money.of(150, "JPY"), on=date(2026, 11, 30)).usd == Money.of(1, "USD")


def test_a_special_drawing_right_has_no_rate(files: dict[str, Path]) -> None:
    call_command("load_rates", files["full"], files["middle"])

    with pytest.raises(MissingRate):
        to_usd(Money.of(1, "XDR"), on=date(2026, 11, 20))


def test_a_second_file_of_a_day_may_repeat_but_not_change(
    files: dict[str, Path], tmp_path: Path
) -> None:
    call_command("load_rates", files["full"])
    changed = tmp_path / "changed"
    changed.write_text(FULL.replace("590.361", "591"))

    call_command("load_rates", files["full"])
    with pytest.raises(CommandError, match=r"already in force.*XOF"):
        call_command("load_rates", changed)

    assert rate_on("XOF", date(2026, 11, 1)).units_per_usd == Decimal("590.361")
