"""Files of UN operational rates are read with all their quirks, and nothing else is."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Invalid
from reference.seeds import facts
from reference.services.rate_files import LARGEST_FILE, MOST_ROWS, RateLine, read_rates

PUBLISHED = Path(settings.BASE_DIR).parent / "shared" / "data" / "reference" / "exchange-rates"
HEAD = "abbrv_name,name,f_curr_code,eff_date,rate\n"
SCHEMA = (
    '<xs:schema id="D" xmlns="" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    '<xs:element name="eff_date" type="xs:dateTime" minOccurs="0" /></xs:schema>\\r\\n'
)


def as_csv(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows) + "\n").encode()


def as_xml(*rows: tuple[str, str, str], head: str = SCHEMA) -> bytes:
    body = "".join(
        "<UN_OPERATIONAL_RATES><abbrv_name>Swaziland</abbrv_name><name>Old name</name>"
        f"<f_curr_code>{code}</f_curr_code><eff_date>{day}</eff_date><rate>{rate}</rate>"
        "</UN_OPERATIONAL_RATES>\\r\\n"
        for code, day, rate in rows
    )
    return f"<UN_OPERATIONAL_RATES_DATASET>{head}{body}</UN_OPERATIONAL_RATES_DATASET>".encode()


def line(code: str, rate: str, day: date = date(2026, 10, 1)) -> RateLine:
    return RateLine(code, day, Decimal(rate))


@pytest.mark.parametrize(
    "content",
    [
        as_csv("France,Euro,EUR,2026-10-01,0.882", "Benin,CFA,XOF,2026-10-01,578.394"),
        b"\xef\xbb\xbf" + as_csv("A,B,EUR,01 Oct 2026, 0.882 ", "A,B,XOF,1 October 2026,578.394"),
        as_csv(
            "A,B,EUR,2026-10-01,0.882", "C,D,EUR,2026-10-01,0.8820", "E,F,XOF,2026-10-01,578.394"
        ),
        as_xml(("EUR", "01 Oct 2026", "0.882"), ("XOF", "01 Oct 2026", "578.394")),
        b"\xef\xbb\xbf\r\n"
        + as_xml(("EUR", "2026-10-01T00:00:00", "0.882"), ("XOF", "01 Oct 2026", "578.394")),
        as_xml(
            ("EUR", "01 Oct 2026", "0.882"),
            ("EUR", "01 Oct 2026", "0.882"),
            ("XOF", "01 Oct 2026", "578.394"),
            head="",
        ),
    ],
)
def test_both_shapes_with_all_quirks_say_the_same(content):
    assert read_rates(content) == [line("EUR", "0.882"), line("XOF", "578.394")]


def test_a_file_may_have_two_days():
    lines = read_rates(as_csv("A,B,EUR,2026-10-01,0.9", "A,B,EUR,2026-10-15,0.8"))

    assert [(rate.effective_on.day, rate.units_per_usd) for rate in lines] == [
        (1, Decimal("0.9")),
        (15, Decimal("0.8")),
    ]


BOMB = (
    '<!DOCTYPE D [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><D>&c;</D>'
)
OUTSIDE = '<!DOCTYPE D [<!ENTITY x SYSTEM "file:///etc/hostname">]><D>&x;</D>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "rates_malformed"),
        (b"a,b\n1,2\n", "rates_malformed"),
        (HEAD.encode(), "rates_empty"),
        (b"\xff\xfe\x00", "rates_malformed"),
        (as_csv('A,B,EUR,2026-10-01,"0.9'), "rates_malformed"),
        (as_csv("A,B,EUR"), "rates_number"),
        (as_csv("A,B,eur,2026-10-01,1"), "rates_currency"),
        (as_csv("A,B,,2026-10-01,1"), "rates_currency"),
        (as_csv("A,B,EUR,2026-10-01,0"), "rates_number"),
        (as_csv("A,B,EUR,2026-10-01,-1"), "rates_number"),
        (as_csv("A,B,EUR,2026-10-01,1e3"), "rates_number"),
        (as_csv('A,B,EUR,2026-10-01,"1,5"'), "rates_number"),
        (as_csv("A,B,EUR,2026-10-01,NaN"), "rates_number"),
        (as_csv("A,B,EUR,2026-10-01,0.123456789"), "rates_number"),
        (as_csv("A,B,EUR,2026-13-01,1"), "rates_date"),
        (as_csv("A,B,EUR,31 Feb 2026,1"), "rates_date"),
        (as_csv("A,B,EUR,01 Okt 2026,1"), "rates_date"),
        (as_csv("A,B,EUR,01/10/2026,1"), "rates_date"),
        (as_csv("A,B,EUR,2026-10-01,1", "C,D,EUR,2026-10-01,2"), "rates_contradict"),
        (as_csv(*["A,B,EUR,2026-10-01,1"] * (MOST_ROWS + 1)), "rates_too_large"),
        (b"<" * (LARGEST_FILE + 1), "rates_too_large"),
        (b"<D>", "rates_malformed"),
        (b"<D/>", "rates_empty"),
        (b"<?xml version='1.0' encoding='nonsense'?><D/>", "rates_malformed"),
        (b"<a>" * 100_000, "rates_malformed"),
        (b"<D>\x00</D>", "rates_malformed"),
        (BOMB.encode(), "rates_doctype"),
        (OUTSIDE.encode(), "rates_doctype"),
        (b"<!DOCTYPE D><D/>", "rates_doctype"),
        (as_xml(("EUR", "", "1")), "rates_date"),
        (as_xml(("EUR", "01 Oct 2026", "")), "rates_number"),
        (as_xml(("EUR", "01 Oct 2026", "1"), ("EUR", "01 Oct 2026", "2")), "rates_contradict"),
    ],
)
def test_anything_else_is_refused_with_a_reason(content, code):
    with pytest.raises(Invalid) as refusal:
        read_rates(content)

    assert refusal.value.stable_code == code


def test_a_refusal_names_the_row():
    with pytest.raises(Invalid) as refusal:
        read_rates(as_csv("A,B,EUR,2026-10-01,1", "A,B,JPY,2026-10-01,x"))

    assert refusal.value.data == {"row": 2}


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEAD + text).encode()))
def test_nothing_but_a_refusal_comes_of_noise(content):
    with suppress(Invalid):
        assert read_rates(content)


def test_the_carried_file_has_151_currencies_and_no_special_drawing_right():
    lines = read_rates(facts.rates())

    assert len(lines) == 151
    assert {rate.effective_on for rate in lines} == {date(2026, 10, 1)}
    assert "XDR" not in {rate.currency for rate in lines}
    assert line("EUR", "0.882") in lines


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the publishers' files are not at hand")
def test_the_published_xml_says_what_the_published_csv_says():
    xml = read_rates((PUBLISHED / "un-operational-rates-2026-10-01.shape.xml").read_bytes())
    text = (PUBLISHED / "un-operational-rates-2026-10-01.csv").read_bytes()

    assert facts.rates() == text
    assert sorted(xml, key=str) == sorted(read_rates(text), key=str)
