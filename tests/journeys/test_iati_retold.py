"""Seventeen published activities, retold: each ends where the committed table says it does."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.factories.allotments import components_of
from tests.factories.requests import again
from tests.journeys.iati_reading import Reading, read
from tests.journeys.retelling import RATE, SECTIONS, UNKNOWN, Retelling
from tests.world import World

HERE: Final = Path(__file__).parent
PUBLISHED: Final = HERE.parents[2] / "shared" / "data" / "demo" / "iati" / "unodc-mentions-2021.xml"
TABLE: Final = tomllib.loads((HERE / "iati_outcomes.toml").read_text("utf-8"))
EXPECTED: Final[Mapping[str, Mapping[str, Any]]] = {
    row["identifier"]: row for row in TABLE["activity"]
}
AT_LEAST: Final = 8

pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published activities (shared data) are not on this machine"
)


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Read the published file once."""
    return {reading.identifier: reading for reading in read(PUBLISHED)}


@pytest.mark.django_db
@pytest.mark.parametrize("identifier", EXPECTED)
def test_an_activity_ends_where_the_table_says(
    identifier: str, world: World, readings: dict[str, Reading]
) -> None:
    expected = EXPECTED[identifier]
    retelling = Retelling(world, readings[identifier], expected, TABLE["donors"])

    reached = retelling.tell()

    assert (reached, retelling.refused) == (expected["outcome"], expected.get("refused", ""))
    assert sorted(retelling.notes) == sorted(expected["assumes"])
    _says_what_was_published(retelling)


def _says_what_was_published(retelling: Retelling) -> None:
    """Assert what holds for every request retold, and what the table says of all of them."""
    assert retelling.pk is not None
    request = again(retelling.world, retelling.pk)
    reading = retelling.reading
    assert request.title == reading.title
    assert request.needs == reading.text.strip()
    assert request.state == "needs_assessment" or request.country.alpha2 in {reading.country, "MG"}
    assert {getattr(request, name) for name in SECTIONS} == {UNKNOWN}
    for component in components_of(request):
        assert component.psc == (component.net * RATE).quantize(Decimal("0.01"))


def test_every_published_activity_has_a_row_and_a_reason(readings: dict[str, Reading]) -> None:
    assert list(readings) == list(EXPECTED)
    assert all(row["why"] for row in EXPECTED.values())


def test_every_assumption_is_explained_and_made_somewhere() -> None:
    made = {code for row in EXPECTED.values() for code in row["assumes"]} | set(TABLE["always"])

    assert made == set(TABLE["assumptions"])


def test_the_activities_in_dollars_that_name_a_country_reach_funded(
    readings: dict[str, Reading],
) -> None:
    due = [
        identifier
        for identifier, reading in readings.items()
        if reading.in_dollars and reading.names_a_country
    ]

    assert len(due) == AT_LEAST
    assert {EXPECTED[identifier]["outcome"] for identifier in due} == {"funded"}
