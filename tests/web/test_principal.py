"""Each request is one transaction in which the database knows who is calling."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.http import Api
from tests.toy.machine import pack
from tests.toy.models import Parcel
from tests.web.conftest import PARCELS
from tests.world import BEGINNING, make_world
from web.caller import caller_of
from web.principal import PrincipalMiddleware
from workflows.actors import PUBLIC
from workflows.principal import speaker

pytestmark = pytest.mark.urls("tests.web.urls")
in_one_transaction = pytest.mark.django_db


def told_to_the_database() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('tara.person', true), current_setting('tara.scopes', true)"
        )
        return list(cursor.fetchone())


@in_one_transaction
def test_a_stranger_speaks_as_the_public(world):
    seen: dict[str, Any] = {}

    def answer(request):
        seen["database"] = told_to_the_database()
        seen["speaker"] = speaker()
        seen["caller"] = caller_of(request)
        return HttpResponse("ok")

    PrincipalMiddleware(answer)(RequestFactory().get("/"))

    assert seen["database"] == ["", "public"]
    assert seen["speaker"] == PUBLIC
    assert seen["caller"].user is None


def made(world, **fields) -> Parcel:
    with world.as_("programme_officer"):
        return pack(
            actor=world["programme_officer"],
            now=BEGINNING,
            organisation_id=world.organisations["state"].pk,
            **fields,
        )


def test_after_the_request_nobody_speaks(committed_db):
    world = make_world()
    parcel = made(world, weight=3)
    api = Api.of(world, "section_chief")

    api.get(f"{PARCELS}{parcel.pk}/")

    assert told_to_the_database() == ["", ""]
    assert not Parcel.objects.exists()


def test_a_refusal_leaves_nothing_behind_in_the_database(committed_db, monkeypatch):
    world = make_world()
    parcel = made(world, weight=0)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    assert answer.status == 409
    with world.as_("section_chief"):
        assert Parcel.objects.get().version == 1


def test_a_row_held_by_another_is_a_503_within_seconds(committed_db):
    world = make_world()
    parcel = made(world, weight=3)
    api = Api.of(world, "section_chief")
    with psycopg.connect(committed_db.owner_url) as holder:
        holder.execute("SELECT 1 FROM toy_parcel WHERE id = %s FOR UPDATE", [parcel.pk])
        busy = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")
        holder.rollback()
    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert (busy.status, busy.code) == (503, "busy")
    assert int(busy.headers["Retry-After"]) > 0
    assert again.status == 200
    assert "Idempotency-Replayed" not in again.headers


def test_a_database_that_is_gone_is_a_503_and_the_process_lives(committed_db):
    world = make_world()
    parcel = made(world, weight=3)
    api = Api.of(world, "section_chief")
    connections["default"].close()
    real = connections["default"].settings_dict["HOST"]
    connections["default"].settings_dict["HOST"] = "/nonexistent"
    try:
        gone = api.get(f"{PARCELS}{parcel.pk}/")
        alive, ready = Client().get("/healthz"), Client().get("/readyz")
    finally:
        connections["default"].settings_dict["HOST"] = real
    back = api.get(f"{PARCELS}{parcel.pk}/")

    assert (gone.status, gone.code) == (503, "busy")
    assert [alive.status_code, ready.status_code] == [200, 503]
    assert back.status == 200


def test_of_two_people_with_one_version_one_wins_and_one_is_told(committed_db):
    world = make_world()
    parcel = made(world, weight=3)
    people = [Api.of(world, "section_chief"), Api.of(world, "section_chief.2")]
    path = f"{PARCELS}{parcel.pk}/send/"

    answers = committed_db.together(*[lambda api=api: api.post(path, version=1) for api in people])

    assert sorted(answer.status for answer in answers) == [200, 412]


@in_one_transaction
def test_pages_refuse_with_a_page(world):
    answer = Client().get("/no-such-page/")

    assert answer.status_code == 404
    assert "text/html" in answer["Content-Type"]
