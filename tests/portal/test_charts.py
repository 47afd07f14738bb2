"""Charts say what their tables say, begin where reading begins, and stay inside their paper."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.charts.bars import THICK, WIDTH, bars
from portal.charts.flow import WIDTH as WIDE
from portal.charts.flow import flow

GROUPS: list[tuple[str, list[int | None], str]] = [
    ("First", [10], "10"),
    ("Second", [5], "5"),
    ("Not told", [None], ""),
]
ROWS = [
    (("Norway", "T2", "Africa"), Decimal(300)),
    (("Norway", "T3", "Asia"), Decimal(100)),
    (("Japan", "T3", "Asia"), Decimal(200)),
]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_bars_are_as_long_as_their_values_and_begin_where_reading_begins(language):
    with override(language):
        rects = bars(GROUPS).rects

    lengths = [float(rect.width) for rect in rects]
    starts = {float(rect.x) + (float(rect.width) if language == "ar" else 0) for rect in rects}
    assert lengths == [WIDTH, WIDTH / 2, 0]
    assert starts == ({float(WIDTH)} if language == "ar" else {0.0})


def test_something_is_never_drawn_as_nothing():
    hair = bars([("Most", [1_000_000], ""), ("One", [1], "")]).rects[1]

    assert float(hair.width) > 1


def test_three_series_stand_below_one_label():
    drawn = bars([("Africa", [3, 2, 1], "")])

    assert [rect.series for rect in drawn.rects] == [1, 2, 3]
    assert float(drawn.rects[-1].y) + THICK <= drawn.height


def test_a_flow_keeps_what_comes_in():
    drawn = flow(ROWS)

    assert drawn is not None
    heights = {rect.y + rect.x: float(rect.height) for rect in drawn.rects}
    assert len(heights) == 6
    assert len(drawn.bands) == 5
    assert sum(heights.values()) == pytest.approx(3 * 340, abs=1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_flow_runs_in_the_direction_of_reading_and_stays_on_its_paper(language):
    with override(language):
        drawn = flow(ROWS)

    assert drawn is not None
    begins, *_ = re.findall(r"M([\d.]+)", drawn.bands[0].path)
    assert (float(begins) > WIDE / 2) is (language == "ar")
    for band in drawn.bands:
        points = [float(one) for one in re.findall(r"[\d.]+", band.path)]
        assert min(points) >= 0
        assert max(points[0::2]) <= WIDE
        assert max(points[1::2]) <= drawn.height


def test_where_nothing_flows_nothing_is_drawn():
    assert flow([]) is None
