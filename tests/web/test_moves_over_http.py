"""Every move of a machine has a door; all doors lead through the engine."""

from __future__ import annotations

import pytest

from tests.http import Api
from tests.toy.models import Parcel
from tests.web.conftest import PARCELS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


def test_a_step_moves_the_parcel_and_tells_its_new_version(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    assert (answer.status, answer.json["state"], answer.etag) == (200, "sent", '"2"')


def test_a_step_without_a_version_is_refused(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/")

    assert (answer.status, answer.code) == (428, "version_required")


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ('"1"', 200),
        ('W/"1"', 200),
        ("*", 200),
        ('"7", W/"1"', 200),
        ('"7", "8"', 412),
        ('"2"', 412),
        ('"abc"', 412),
        ("rubbish", 412),
        ('"99999999999999999999"', 412),
    ],
)
def test_the_version_is_compared_in_every_form_a_caller_may_write_it(world, parcel_of, tag, status):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=tag)

    assert answer.status == status
    if status == 412:
        assert answer.code == "stale_version"
        assert answer.json["version"] == 1


def test_a_refusal_names_what_is_missing_and_changes_nothing(world, parcel_of):
    parcel = parcel_of(weight=0, paid=False)

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    assert (answer.status, answer.code) == (409, "guard_failed")
    assert [reason["code"] for reason in answer.json["reasons"]] == ["unpaid", "unweighed"]
    assert answer.json["state"] == "packed"
    with world.as_("section_chief"):
        assert Parcel.objects.get().version == 1


def test_the_wrong_role_is_refused_and_told_which_role_could(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = Api.of(world, "state.ms_authority").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    assert (answer.status, answer.code) == (403, "not_allowed")
    assert answer.json["roles"] == ["programme_officer", "section_chief"]


def test_a_step_of_the_system_has_no_door(world, parcel_of):
    parcel = parcel_of()

    answer = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/lose/", version=1)

    assert (answer.status, answer.code) == (404, "not_found")


def test_a_foreign_parcel_is_answered_like_an_unknown_one(world, parcel_of):
    foreign = parcel_of("other_state")
    api = Api.of(world, "state.ms_authority")

    for path in ("", "transitions/", "events/"):
        own = api.get(f"{PARCELS}{foreign.pk}/{path}")
        unknown = api.get(f"{PARCELS}{world.user('auditor').pk}/{path}")
        assert (own.status, own.content) == (404, unknown.content)
    own = api.post(f"{PARCELS}{foreign.pk}/stop/", version=1)
    unknown = api.post(f"{PARCELS}{world.user('auditor').pk}/stop/", version=1)
    assert (own.status, own.content) == (404, unknown.content)


def test_an_input_is_checked_and_handed_to_the_verb(world, parcel_of):
    parcel = parcel_of()
    api = Api.of(world, "section_chief")

    wrong = api.post(f"{PARCELS}{parcel.pk}/weigh/", {"weight": -1, "colour": "red"}, version=1)
    right = api.post(f"{PARCELS}{parcel.pk}/weigh/", {"weight": 5}, version=1)

    assert (wrong.status, wrong.code) == (422, "invalid")
    assert wrong.json["errors"]["colour"][0]["code"] == "unknown_field"
    assert right.status == 200
    assert api.get(f"{PARCELS}{parcel.pk}/").json["weight"] == 5


def test_a_rehearsal_tells_and_changes_nothing(world, parcel_of):
    parcel = parcel_of(weight=3)
    api = Api.of(world, "section_chief")

    answer = api.post(f"{PARCELS}{parcel.pk}/send/?dry_run=true", key=None)

    assert (answer.status, answer.json["state"]) == (200, "sent")
    assert answer.json["preview"] == {"effects": [], "messages": []}
    assert api.get(f"{PARCELS}{parcel.pk}/").json["state"] == "packed"
    assert len(api.get(f"{PARCELS}{parcel.pk}/events/").json["items"]) == 1


def test_what_could_happen_next_is_told_with_reasons(world, parcel_of):
    parcel = parcel_of(weight=0)

    answer = Api.of(world, "section_chief").get(f"{PARCELS}{parcel.pk}/transitions/")

    told = {one["name"]: one for one in answer.json}
    assert told["send"]["missing_fields"] == ["weight"]
    assert told["weigh"]["allowed"] is True
    assert told["weigh"]["href"] == f"{PARCELS}{parcel.pk}/weigh/"
    assert told["recall"]["reasons"][0]["code"] == "not_allowed"
    assert told["lose"]["href"] is None


def test_the_trail_is_told_by_sight(world, parcel_of):
    parcel = parcel_of(weight=3)
    Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)
    Api.of(world, "state.ms_authority").post(
        f"{PARCELS}{parcel.pk}/recall/", {"reason": "Forgot a letter"}, version=2
    )

    ours = Api.of(world, "state.ms_authority").get(f"{PARCELS}{parcel.pk}/events/").json["items"]
    staff = Api.of(world, "auditor").get(f"{PARCELS}{parcel.pk}/events/").json["items"]

    assert [event["name"] for event in ours] == ["create", "send", "recall"]
    assert ours[2]["reason"] == "Forgot a letter"
    assert [event["person"] is None for event in ours] == [True, True, False]
    assert all(event["person"] for event in staff)


def test_a_step_that_needs_a_reason_says_so_after_the_role(world, parcel_of):
    parcel = parcel_of(weight=3)
    Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/send/", version=1)

    mute = Api.of(world, "state.ms_authority").post(f"{PARCELS}{parcel.pk}/recall/", version=2)
    wrong = Api.of(world, "section_chief").post(f"{PARCELS}{parcel.pk}/recall/", version=2)

    assert (mute.status, mute.code) == (422, "reason_required")
    assert wrong.status == 403


def test_details_have_an_etag_and_are_not_sent_twice(world, parcel_of):
    parcel = parcel_of()
    api = Api.of(world, "section_chief")

    first = api.get(f"{PARCELS}{parcel.pk}/")
    again = api.get(f"{PARCELS}{parcel.pk}/", If_None_Match=first.etag)

    assert first.etag == '"1"'
    assert (again.status, again.content) == (304, b"")


def test_an_edit_needs_the_version_and_counts_it_up(world, parcel_of):
    parcel = parcel_of()
    api = Api.of(world, "section_chief")

    stale = api.patch(f"{PARCELS}{parcel.pk}/", {"reference": "P-2"}, version=9)
    edited = api.patch(f"{PARCELS}{parcel.pk}/", {"reference": "P-2"}, version=1, key=None)

    assert stale.status == 412
    assert (edited.status, edited.json["reference"], edited.etag) == (200, "P-2", '"2"')
