"""Amounts and shares stand in the way of each language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from portal import amounts

SPACE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "share", "amount"),
    [
        ("en", "7.25%", "KWD 1,130.500"),
        ("ar", "7.25%", "KWD 1,130.500"),
        ("zh-hans", "7.25%", "KWD 1,130.500"),
        ("fr", f"7,25{SPACE}%", f"KWD 1{NARROW}130,500"),
        ("ru", f"7,25{SPACE}%", f"KWD 1{SPACE}130,500"),
        ("es", f"7,25{SPACE}%", "KWD 1.130,500"),
    ],
)
def test_each_language_writes_numbers_its_own_way(language, share, amount):
    with override(language):
        assert amounts.percent(Decimal("0.0725")) == share
        assert amounts.spelt(Decimal("1130.5"), "KWD") == amount


@pytest.mark.parametrize(("share", "told"), [("0.13", "13%"), ("0", "0%"), ("1", "100%")])
def test_a_share_has_no_zeros_nobody_needs(share, told):
    with override("en"):
        assert amounts.percent(Decimal(share)) == told


def test_a_currency_without_decimals_shows_none():
    with override("en"):
        assert amounts.spelt(Decimal(150_000), "JPY") == "JPY 150,000"
