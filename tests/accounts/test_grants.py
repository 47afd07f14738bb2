"""Roles need two administrators, neither of whom is the person."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from accounts.models import Membership, RoleGrant
from accounts.services import grants
from common.errors import Invalid, NotAllowed, Refused
from tests.http import Api
from tests.world import BEGINNING, World

pytestmark = pytest.mark.django_db
GRANTS = "/api/v1/grants/"


def membership_of(world: World, name: str) -> Membership:
    with world.as_("system"):
        return Membership.objects.get(user=world.user(name))


def propose(world: World, who: str = "administrator", *, role="legal_officer", to="assessor"):
    member = membership_of(world, to)
    with world.as_(who):
        return grants.grant(
            membership_id=member.pk, role=role, basis="memo", actor=world[who], now=BEGINNING
        )


def test_a_role_counts_once_a_second_administrator_confirmed(world):
    granted = propose(world)

    with world.as_("administrator.2"):
        assert not RoleGrant.objects.in_force(BEGINNING).filter(pk=granted.pk).exists()
        grants.confirm(pk=granted.pk, actor=world["administrator.2"], now=BEGINNING)
        assert RoleGrant.objects.in_force(BEGINNING).filter(pk=granted.pk).exists()


def test_the_proposer_cannot_confirm(world):
    granted = propose(world)

    with world.as_("administrator"), pytest.raises(NotAllowed) as refusal:
        grants.confirm(pk=granted.pk, actor=world["administrator"], now=BEGINNING)

    assert refusal.value.stable_code == "second_person_needed"


def test_nobody_gives_a_role_to_themselves(world):
    with pytest.raises(NotAllowed) as refusal:
        propose(world, role="auditor", to="administrator")

    assert refusal.value.stable_code == "not_to_oneself"


@pytest.mark.parametrize(
    ("column", "who", "constraint"),
    [
        ("confirmed_by", "administrator", "second_person"),
        ("confirmed_by", "assessor", "second_person"),
        ("granted_by", "assessor", "oneself"),
    ],
)
def test_the_database_keeps_the_three_people_apart(world, column, who, constraint):
    granted = propose(world)

    with world.as_("administrator"), pytest.raises(IntegrityError, match=constraint):
        RoleGrant.objects.filter(pk=granted.pk).update(**{column: world.user(who)})


@pytest.mark.parametrize("who", ["section_chief", "auditor", "state.ms_authority", "assessor"])
def test_only_administrators_grant(world, who):
    with pytest.raises(NotAllowed):
        propose(world, who)


@pytest.mark.parametrize(
    ("role", "to", "code"),
    [
        ("ms_authority", "assessor", "role_not_for_kind"),
        ("legal_officer", "donor.donor_rep", "role_not_for_kind"),
        ("auditor", "assessor", "roles_incompatible"),
        ("legal_officer", "auditor", "roles_incompatible"),
        ("assessor", "assessor", "role_granted_already"),
        ("king", "assessor", "role_unknown"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(world, role, to, code):
    with pytest.raises(Invalid) as refusal:
        propose(world, role=role, to=to)

    assert refusal.value.stable_code == code


def test_a_revoked_role_is_gone_at_once_and_its_row_stays(world):
    granted = propose(world)
    with world.as_("administrator.2"):
        grants.confirm(pk=granted.pk, actor=world["administrator.2"], now=BEGINNING)
        grants.revoke(pk=granted.pk, actor=world["administrator.2"], now=BEGINNING)

        assert not RoleGrant.objects.in_force(BEGINNING).filter(pk=granted.pk).exists()
        assert RoleGrant.objects.get(pk=granted.pk).revoked_by_id is not None
        with pytest.raises(Refused):
            grants.revoke(pk=granted.pk, actor=world["administrator.2"], now=BEGINNING)
        with pytest.raises(Refused):
            grants.confirm(pk=granted.pk, actor=world["administrator.2"], now=BEGINNING)


def test_the_same_over_http(world):
    first, second = Api.of(world, "administrator"), Api.of(world, "administrator.2")
    member = membership_of(world, "assessor")
    body = {"membership_id": str(member.pk), "role": "legal_officer", "basis": "memo 12"}

    proposed = first.post(GRANTS, body)
    own = first.post(f"{proposed.headers['Location']}confirm/")
    confirmed = second.post(f"{proposed.headers['Location']}confirm/")
    waiting = second.get(f"{GRANTS}?pending=true").json["items"]
    revoked = second.post(f"{proposed.headers['Location']}revoke/")

    assert (proposed.status, proposed.json["confirmed_at"]) == (201, None)
    assert (own.status, own.code) == (403, "second_person_needed")
    assert confirmed.json["confirmed_by"] == str(world.user("administrator.2").pk)
    assert waiting == []
    assert revoked.json["revoked_at"]


def test_case_officers_read_grants_but_cannot_give_them(world):
    chief = Api.of(world, "section_chief")
    member = membership_of(world, "assessor")
    body = {"membership_id": str(member.pk), "role": "legal_officer", "basis": "memo 12"}

    refused = chief.post(GRANTS, body)

    assert (refused.status, refused.code) == (403, "not_allowed")
    assert chief.get(GRANTS).status == 200


def test_a_donor_sees_only_the_grants_of_its_own_people(world):
    seen = Api.of(world, "donor.donor_rep").get(f"{GRANTS}?limit=200").json["items"]

    assert {row["organisation"] for row in seen} == {str(world.organisations["donor"].pk)}
