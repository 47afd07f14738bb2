"""Lists are pages of declared rows that stay in order while the world changes."""

from __future__ import annotations

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.http import Api
from tests.web.conftest import PARCELS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


def walk(api, path):
    """Return the references on every page from ``path`` on."""
    pages = []
    while path:
        answer = api.get(path)
        assert answer.status == 200, answer.content
        pages.append([row["reference"] for row in answer.json["items"]])
        path = answer.json["next"]
    return pages


def test_a_list_shows_what_one_may_see(world, parcel_of):
    parcel_of("state", reference="ours")
    parcel_of("other_state", reference="theirs")

    mine = Api.of(world, "state.ms_authority").get(PARCELS).json
    all_of_them = Api.of(world, "auditor").get(PARCELS).json

    assert [row["reference"] for row in mine["items"]] == ["ours"]
    assert len(all_of_them["items"]) == 2
    assert mine["next"] is None


@pytest.mark.parametrize(
    "ordering", ["reference", "-reference", "weight", "-weight", "-created_at"]
)
def test_pages_add_up_to_the_whole_without_gaps_or_doubles(world, parcel_of, ordering):
    for number in range(7):
        parcel_of(reference=f"P-{number}", weight=number // 3)

    pages = walk(Api.of(world, "auditor"), f"{PARCELS}?limit=2&ordering={ordering}")

    assert [len(page) for page in pages] == [2, 2, 2, 1]
    found = [reference for page in pages for reference in page]
    assert sorted(found) == [f"P-{number}" for number in range(7)]
    if "reference" in ordering:
        assert found == sorted(found, reverse=ordering.startswith("-"))


def test_a_cursor_carries_filters_and_order(world, parcel_of):
    for number in range(6):
        parcel_of(reference=f"P-{number}", weight=number)

    pages = walk(Api.of(world, "auditor"), f"{PARCELS}?limit=2&ordering=-weight&weight__gte=2&q=P")

    assert pages == [["P-5", "P-4"], ["P-3", "P-2"]]


def test_a_row_added_meanwhile_shifts_nothing(world, parcel_of):
    for number in range(4):
        parcel_of(reference=f"P-{number}")
    api = Api.of(world, "auditor")
    first = api.get(f"{PARCELS}?limit=2&ordering=reference").json
    parcel_of(reference="A-early")

    second = api.get(first["next"]).json

    assert [row["reference"] for row in second["items"]] == ["P-2", "P-3"]


def test_the_same_page_has_the_same_bytes_a_day_later(world, parcel_of, monkeypatch):
    for number in range(2):
        parcel_of(reference=f"P-{number}")
    api = Api.of(world, "auditor")
    first = api.get(f"{PARCELS}?limit=1&ordering=reference")

    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda _self: "later")
    again = api.get(f"{PARCELS}?limit=1&ordering=reference")

    assert first.json["next"] is not None
    assert again.content == first.content


def test_a_tampered_or_misused_cursor_is_refused(world, parcel_of):
    for number in range(3):
        parcel_of(reference=f"P-{number}")
    api = Api.of(world, "auditor")
    following = api.get(f"{PARCELS}?limit=1&ordering=reference").json["next"]
    cursor = following.partition("cursor=")[2]
    forged = signing.dumps({"path": PARCELS, "params": "", "value": "x", "pk": "y"}, salt="other")

    answers = [
        api.get(f"{PARCELS}?cursor={cursor[:-2]}xx"),
        api.get(f"{PARCELS}?cursor={forged}"),
        api.get(f"{following}&ordering=-reference"),
        api.get(f"{following}&weight__gte=1"),
    ]

    assert [(one.status, one.code) for one in answers] == [(400, "cursor_invalid")] * 4
    assert api.get(f"{following}&ordering=reference").status == 200


def test_only_the_fields_asked_for_are_told(world, parcel_of):
    parcel = parcel_of(reference="P-1")
    api = Api.of(world, "auditor")

    assert api.get(f"{PARCELS}?fields=reference,weight").json["items"] == [
        {"reference": "P-1", "weight": 0}
    ]
    assert api.get(f"{PARCELS}{parcel.pk}/?fields=state").json == {"state": "packed"}


def test_search_wants_every_word(world, parcel_of):
    parcel_of(reference="red box")
    parcel_of(reference="red bag")

    found = Api.of(world, "auditor").get(f"{PARCELS}?q=box+RED").json["items"]

    assert [row["reference"] for row in found] == ["red box"]


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(world, parcel_of):
    api = Api.of(world, "auditor")
    api.get(PARCELS)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            api.get(PARCELS)
        return [q["sql"] for q in caught if "SAVEPOINT" not in q["sql"]]

    parcel_of()
    few = queries()
    for _ in range(20):
        parcel_of()

    assert len(queries()) == len(few) <= 8
