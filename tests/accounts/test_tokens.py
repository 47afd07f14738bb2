"""Tokens: hashed, narrowed, dated, and of no use from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import ApiToken, Membership, RoleGrant
from accounts.services import tokens
from tests.http import Api
from tests.world import BEGINNING

pytestmark = pytest.mark.django_db
TOKENS = "/api/v1/tokens/"
ME = "/api/v1/me/"
UNKNOWN = "tara_unknown"


def issue(api, **body):
    answer = api.post(TOKENS, {"name": "script", "scopes": ["read", "write"], **body}, key=None)
    assert answer.status == 201, answer.content
    return answer.json


def test_a_token_speaks_for_its_person_and_its_secret_is_stored_nowhere(world):
    issued = issue(Api.of(world, "section_chief"))

    me = Api(token=issued["secret"]).get(ME)

    assert (me.status, me.json["roles"]) == (200, ["section_chief"])
    with world.as_("section_chief"):
        kept = ApiToken.objects.get()
    assert issued["secret"] not in str(vars(kept))
    assert kept.digest == tokens.digest_of(issued["secret"])
    assert kept.last_used_on is not None


def test_a_token_reads_only_if_it_was_issued_for_reading(world):
    issued = issue(Api.of(world, "section_chief"), scopes=["read"])
    program = Api(token=issued["secret"])

    changed = program.patch(ME, {"name": "Another"})

    assert program.get(ME).status == 200
    assert (changed.status, changed.code) == (403, "token_reads_only")


def test_a_token_with_fewer_roles_than_its_person_has_no_more(world):
    with world.as_("system"):
        chief = world.user("section_chief")
        RoleGrant.objects.create(
            membership=Membership.objects.get(user=chief),
            person=chief,
            role="programme_officer",
            valid_from=BEGINNING,
            granted_at=BEGINNING,
            confirmed_at=BEGINNING,
        )
    issued = issue(Api.of(world, "section_chief"), roles=["programme_officer"])

    assert Api(token=issued["secret"]).get(ME).json["roles"] == ["programme_officer"]
    assert Api.of(world, "section_chief").get(ME).json["roles"] == [
        "programme_officer",
        "section_chief",
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"roles": ["approving_officer"]}, "roles"),
        ({"networks": ["everywhere"]}, "networks"),
        ({"days": 400}, "days"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["admin"]}, "scopes.0"),
    ],
)
def test_a_token_that_asks_for_too_much_is_not_issued(world, body, field):
    answer = Api.of(world, "section_chief").post(
        TOKENS, {"name": "script", "scopes": ["read"], **body}
    )

    assert (answer.status, field in answer.json["errors"]) == (422, True)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": None},
        {"revoked_at": "now"},
        {"networks": ["192.0.2.0/24"]},
        {"digest": "0" * 64},
    ],
)
def test_every_bad_token_is_refused_alike(world, change):
    issued = issue(Api.of(world, "section_chief"))
    with world.as_("section_chief"):
        token = ApiToken.objects.get()
        for name, value in change.items():
            moment = token.created_at - timedelta(seconds=1)
            setattr(token, name, moment if value in (None, "now") else value)
        token.save()
    unknown = Api(token=UNKNOWN).get(ME)

    refused = Api(token=issued["secret"]).get(ME)

    assert (refused.status, refused.code) == (401, "token_invalid")
    assert refused.content == unknown.content


def test_a_token_works_from_its_network_only(world):
    issued = issue(Api.of(world, "section_chief"), networks=["127.0.0.0/8"])

    assert Api(token=issued["secret"]).get(ME).status == 200


def test_a_revoked_token_is_dead_and_revoking_again_is_harmless(world):
    api = Api.of(world, "section_chief")
    issued = issue(api)
    path = f"{TOKENS}{issued['token']['id']}/"

    first, second = api.send("DELETE", path), api.send("DELETE", path)

    assert [first.status, second.status] == [204, 204]
    assert Api(token=issued["secret"]).get(ME).status == 401
    assert api.get(path).json["revoked_at"]


def test_nobody_sees_or_revokes_the_token_of_another(world):
    issued = issue(Api.of(world, "section_chief"))
    other = Api.of(world, "section_chief.2")
    path = f"{TOKENS}{issued['token']['id']}/"

    assert other.get(TOKENS).json["items"] == []
    assert [other.get(path).status, other.send("DELETE", path).status] == [404, 404]
    with world.as_("section_chief.2"):
        assert not ApiToken.objects.exists()


def test_a_token_cannot_issue_another(world):
    issued = issue(Api.of(world, "section_chief"))

    answer = Api(token=issued["secret"]).post(TOKENS, {"name": "child", "scopes": ["read"]})

    assert (answer.status, answer.code) == (403, "not_allowed")


def test_a_token_opens_the_api_alone(world):
    issued = issue(Api.of(world, "section_chief"))

    answer = Api(token=issued["secret"]).get("/admin/")

    assert answer.status == 302


def test_a_session_needs_the_csrf_token_and_a_token_does_not(world):
    api = Api.of(world, "section_chief")
    issued = issue(api)
    api.client.handler.enforce_csrf_checks = True

    forged = api.patch(ME, {"name": "Forged"})
    program = Api(token=issued["secret"])
    program.client.handler.enforce_csrf_checks = True

    assert (forged.status, forged.code) == (403, "csrf_failed")
    assert program.patch(ME, {"name": "Programmed"}).json["name"] == "Programmed"
