"""Earmarks as a table: every constraint alone, and what belongs together."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from donors.lifecycle.earmark import Earmark, Target, outside

REQUEST, OTHER_REQUEST = UUID(int=1), UUID(int=2)
COMPONENT, OTHER_COMPONENT = UUID(int=3), UUID(int=4)
TARGET = Target(
    country="MDG",
    regions=frozenset({"014", "202", "002", "001"}),
    themes=frozenset({"T2a", "T2"}),
    assistance_type="capacity_building",
    request=REQUEST,
    component=COMPONENT,
)


def some(*codes: str) -> frozenset[str]:
    return frozenset(codes)


@pytest.mark.parametrize(
    ("earmark", "failing"),
    [
        (Earmark(), set()),
        (Earmark(countries=some("MDG", "JOR")), set()),
        (Earmark(countries=some("JOR")), {"countries"}),
        (Earmark(regions=some("014")), set()),
        (Earmark(regions=some("002")), set()),
        (Earmark(regions=some("001")), set()),
        (Earmark(regions=some("142")), {"regions"}),
        (Earmark(themes=some("T2")), set()),
        (Earmark(themes=some("T2a")), set()),
        (Earmark(themes=some("T2b")), {"themes"}),
        (Earmark(themes=some("T1", "T2")), set()),
        (Earmark(assistance_types=some("capacity_building")), set()),
        (Earmark(assistance_types=some("material_support")), {"assistance_types"}),
        (Earmark(request=REQUEST), set()),
        (Earmark(request=OTHER_REQUEST), {"request"}),
        (Earmark(components=frozenset({COMPONENT})), set()),
        (Earmark(components=frozenset({OTHER_COMPONENT})), {"component"}),
        (Earmark(countries=some("MDG"), themes=some("T1")), {"themes"}),
        (Earmark(countries=some("JOR"), regions=some("142")), {"countries", "regions"}),
    ],
)
def test_an_earmark_names_the_constraints_not_met(earmark: Earmark, failing: set[str]) -> None:
    assert outside(earmark, TARGET) == failing


def test_a_part_of_a_theme_does_not_stand_for_the_whole() -> None:
    whole = replace(TARGET, themes=some("T2"))

    assert outside(Earmark(themes=some("T2a")), whole) == {"themes"}
