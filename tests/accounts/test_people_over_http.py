"""Organisations and people as each may see and keep them."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import RoleGrant, User
from tests.http import Api
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


def test_me_tells_in_which_capacity_one_calls(world):
    me = Api.of(world, "state.ms_drafter").get("/api/v1/me/").json

    assert me["roles"] == ["ms_drafter"]
    assert me["country"] == "MDG"
    assert [place["roles"] for place in me["memberships"]] == [["ms_drafter"]]


def test_donors_do_not_learn_of_other_donors(world):
    names = {
        row["name"]
        for row in Api.of(world, "foundation.donor_rep").get("/api/v1/organisations/").json["items"]
    }

    assert "Training foundation" in names
    assert "UNODC" in names or "Training unodc" in names


def test_a_foundation_is_hidden_from_other_donors(world):
    hidden = world.organisations["foundation"]
    path = f"/api/v1/organisations/{hidden.pk}/"

    assert Api.of(world, "donor.donor_rep").get(path).status == 404
    assert Api.of(world, "foundation.donor_rep").get(path).status == 200
    assert Api.of(world, "section_chief").get(path).status == 200


def test_administrators_keep_organisations_and_a_state_exists_once(world):
    admin = Api.of(world, "administrator")
    made = admin.post("/api/v1/organisations/", {"kind": "ngo", "name": "Open Doors"})
    twice = admin.post(
        "/api/v1/organisations/", {"kind": "state", "name": "X", "country_id": "MDG"}
    )
    renamed = admin.patch(made.headers["Location"], {"name": "Open Door"})
    refused = Api.of(world, "section_chief").patch(made.headers["Location"], {"name": "Z"})

    assert made.status == 201
    assert twice.status == 422
    assert renamed.json["name"] == "Open Door"
    assert (refused.status, refused.code) == (403, "not_allowed")


def test_people_of_other_organisations_are_not_seen(world):
    stranger = world.user("other_donor.donor_rep")
    seen = Api.of(world, "donor.donor_rep").get("/api/v1/people/").json["items"]

    assert {row["email"] for row in seen} == {
        world.user("donor.donor_rep").email,
        world.user("donor.donor_authority").email,
    }
    assert Api.of(world, "donor.donor_rep").get(f"/api/v1/people/{stranger.pk}/").status == 404


def test_the_operator_appoints_the_first_administrators():
    told = io.StringIO()
    call_command("appoint_administrators", "a@un.example", "b@un.example", stdout=told)
    call_command("appoint_administrators", "a@un.example", "b@un.example", stdout=told)

    password = told.getvalue().split("\t")[1].split("\n")[0]
    with speaking_as(SYSTEM):
        assert User.objects.get(email="a@un.example").check_password(password)
        assert RoleGrant.objects.filter(role="administrator").count() == 2


def test_one_administrator_is_not_enough():
    with pytest.raises(CommandError, match="two"):
        call_command("appoint_administrators", "a@un.example", stdout=io.StringIO())


def test_reference_data_is_open_named_and_kept_by_caches():
    first = Api().get("/api/v1/countries/?limit=2", Accept_Language="fr")
    again = Api().get(
        "/api/v1/countries/?limit=2", Accept_Language="fr", If_None_Match=first.headers["ETag"]
    )
    one = Api().get("/api/v1/countries/MDG/", Accept_Language="fr").json

    assert first.status == 200
    assert "max-age" in first.headers["Cache-Control"]
    assert (again.status, again.content) == (304, b"")
    assert one["code"] == "MDG"


@pytest.mark.parametrize(
    "path",
    [
        "regions",
        "country-groups",
        "group-memberships",
        "currencies",
        "exchange-rates",
        "themes",
        "assistance-types",
        "instruments",
    ],
)
def test_every_reference_list_reads_and_every_row_has_its_own_page(path):
    rows = Api().get(f"/api/v1/{path}/?limit=200")

    assert rows.status == 200
    for row in rows.json["items"][:2]:
        one = Api().get(f"/api/v1/{path}/{row.get('code', row.get('id'))}/")
        assert one.json == row


def test_countries_are_filtered_by_group_and_region():
    least = Api().get("/api/v1/countries/?group=LDC&limit=200").json["items"]

    assert "MDG" in {row["code"] for row in least}
    assert Api().get("/api/v1/countries/MDX/").status == 404
