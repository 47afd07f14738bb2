"""The twelve cases of a key, on the step of a parcel; rooms run the table on their own doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections

from tests.http import Api
from tests.toy.machine import PARCEL, pack
from tests.toy.models import Parcel
from tests.web.conftest import PARCELS
from tests.world import BEGINNING, make_world
from web.idempotency import forget_old_keys
from web.models import IdempotencyKey

in_one_transaction = pytest.mark.django_db
pytestmark = pytest.mark.urls("tests.web.urls")


def kept(world, name="section_chief"):
    with world.as_(name):
        return list(IdempotencyKey.objects.values_list("status", flat=True))


@in_one_transaction
def test_1_a_first_request_acts_and_is_kept(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(
        f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1"
    )

    assert answer.status == 200
    assert "Idempotency-Replayed" not in answer.headers
    assert kept(world) == [200]


@in_one_transaction
def test_2_a_repeated_request_is_answered_again_and_acts_once(world, parcel_of):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "section_chief")

    first = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")
    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status, again.content, again.etag) == (200, first.content, first.etag)
    with world.as_("section_chief"):
        assert Parcel.objects.get().version == 2


@in_one_transaction
def test_3_a_refusal_is_answered_again_even_when_its_cause_is_gone(world, parcel_of):
    parcel = parcel_of(weight=0)
    api = Api.of(world, "section_chief")

    first = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")
    api.post(f"{PARCELS}{parcel.pk}/weigh/", {"weight": 3}, version=1)
    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert (first.status, again.status) == (409, 409)
    assert again.content == first.content
    assert again.headers["Content-Type"] == "application/problem+json"


@in_one_transaction
def test_4_a_failure_of_ours_is_not_kept(world, parcel_of, monkeypatch):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "section_chief")

    def broken(**_given):
        message = "not foreseen"
        raise RuntimeError(message)

    with monkeypatch.context() as patch:
        patch.setitem(PARCEL.verbs, "send", broken)
        failed = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")
    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert (failed.status, failed.code) == (500, "internal_error")
    assert again.status == 200
    assert "Idempotency-Replayed" not in again.headers


@in_one_transaction
def test_5_the_same_key_with_another_body_is_refused(world, parcel_of):
    parcel = parcel_of()
    api = Api.of(world, "section_chief")

    api.post(f"{PARCELS}{parcel.pk}/weigh/", {"weight": 3}, version=1, key="k-1")
    other = api.post(f"{PARCELS}{parcel.pk}/weigh/", {"weight": 4}, version=2, key="k-1")

    assert (other.status, other.code) == (422, "idempotency_key_reused")
    with world.as_("section_chief"):
        assert Parcel.objects.get().weight == 3


@in_one_transaction
def test_6_the_same_key_of_another_person_or_elsewhere_is_another_key(world, parcel_of):
    parcel, other = parcel_of(weight=3), parcel_of(weight=3)

    mine = Api.of(world, "section_chief").post(
        f"{PARCELS}{parcel.pk}/weigh/", {"weight": 3}, version=1, key="k-1"
    )
    theirs = Api.of(world, "section_chief.2").post(
        f"{PARCELS}{parcel.pk}/weigh/", {"weight": 3}, version=2, key="k-1"
    )
    elsewhere = Api.of(world, "section_chief").post(
        f"{PARCELS}{other.pk}/send/", version=1, key="k-1"
    )

    assert [mine.status, theirs.status, elsewhere.status] == [200, 200, 200]
    assert "Idempotency-Replayed" not in {**theirs.headers, **elsewhere.headers}


def test_7_a_concurrent_duplicate_is_refused_at_once(committed_db):
    world = make_world()
    with world.as_("programme_officer"):
        parcel = pack(
            actor=world["programme_officer"],
            now=BEGINNING,
            organisation_id=world.organisations["state"].pk,
            weight=3,
        )
    path = f"{PARCELS}{parcel.pk}/send/"
    name = f"{world.user('section_chief').pk} POST {path} k-1"
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:  # somebody else is in the middle of it
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        waiting = Api.of(world, "section_chief").post(path, version=1, key="k-1")
        with other.cursor() as cursor:
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    after = Api.of(world, "section_chief").post(path, version=1, key="k-1")

    assert (waiting.status, waiting.code) == (409, "idempotency_key_in_use")
    assert waiting.headers["Retry-After"]
    assert after.status == 200


def test_7b_of_many_at_the_same_moment_exactly_one_acts(committed_db):
    world = make_world()
    with world.as_("programme_officer"):
        parcel = pack(
            actor=world["programme_officer"],
            now=BEGINNING,
            organisation_id=world.organisations["state"].pk,
            weight=3,
        )
    people = [Api.of(world, "section_chief") for _ in range(8)]
    path = f"{PARCELS}{parcel.pk}/send/"

    answers = committed_db.together(
        *[lambda api=api: api.post(path, version=1, key="k-1") for api in people]
    )

    assert {answer.status for answer in answers} <= {200, 409}
    fresh = [a for a in answers if a.status == 200 and "Idempotency-Replayed" not in a.headers]
    assert len(fresh) == 1
    with world.as_("section_chief"):
        assert Parcel.objects.get().version == 2


@in_one_transaction
def test_8_a_step_without_a_key_is_refused(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1, key=None)

    assert (answer.status, answer.code) == (400, "idempotency_key_required")


@in_one_transaction
@pytest.mark.parametrize("key", ["x" * 256, '""', "\u00e4", 'a"b', " "])
def test_9_a_key_too_long_or_malformed_is_refused(world, parcel_of, key):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1, key=key)

    assert (answer.status, answer.code) == (400, "idempotency_key_invalid")


@in_one_transaction
def test_10_quoted_and_unquoted_are_one_key(world, parcel_of):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "section_chief")

    api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key='"k-1"')
    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert again.headers["Idempotency-Replayed"] == "true"


@in_one_transaction
def test_11_after_a_day_the_key_is_new_again(world, parcel_of):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "section_chief")
    api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")
    with world.as_("section_chief"):
        row = IdempotencyKey.objects.get()
        row.created_at -= timedelta(hours=24)
        row.save()

    again = api.post(f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1")

    assert (again.status, again.code) == (412, "stale_version")
    with world.as_("system"):
        assert forget_old_keys(now=row.created_at + timedelta(hours=47)) == 0
        assert forget_old_keys(now=row.created_at + timedelta(hours=49)) == 1


@in_one_transaction
def test_12_what_a_refusal_wrote_is_undone_but_its_key_stays(world, parcel_of, monkeypatch):
    parcel = parcel_of(weight=3)
    original = PARCEL.verbs["send"]

    def sends_then_stumbles(**given):
        original(**given)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO toy_parcel SELECT * FROM toy_parcel LIMIT 1")

    monkeypatch.setitem(PARCEL.verbs, "send", sends_then_stumbles)
    answer = Api.of(world, "section_chief").post(
        f"{PARCELS}{parcel.pk}/send/", version=1, key="k-1"
    )

    assert (answer.status, answer.code) == (409, "state_moved")
    assert kept(world) == [409]
    with world.as_("section_chief"):
        assert Parcel.objects.get().state == "packed"


@in_one_transaction
def test_an_answer_is_not_repeated_to_somebody_who_lost_sight(world, parcel_of):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "state.ms_authority")
    path = f"{PARCELS}{parcel.pk}/stop/"
    first = api.post(path, version=1, key="k-1")
    with world.as_("section_chief"):
        Parcel.objects.update(organisation_id=world.organisations["other_state"].pk)

    again = api.post(path, version=1, key="k-1")

    assert (first.status, again.status) == (200, 404)


@in_one_transaction
def test_a_key_of_somebody_else_cannot_be_read_in_the_database(world, parcel_of):
    parcel = parcel_of(weight=3)
    Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    assert len(kept(world)) == 1
    assert kept(world, "section_chief.2") == []
