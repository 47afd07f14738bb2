"""In and out: one door for portal and admin, kind to people and patient with nobody else."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.services import grants, invitations
from common.clock import database_now
from tests.world import PASSWORD
from workflows.actors import SYSTEM
from workflows.delivery import deliver
from workflows.models import OutboxMessage
from workflows.principal import speaking_as

DOOR = "/sign-in/"


def words(name):
    return {"email": f"{name}@training.example", "password": PASSWORD}


def test_a_person_signs_in_and_out(enter, world):
    client = enter()

    entered = client.post(DOOR, words("state.ms_authority"))
    home = client.get(entered.url).content.decode()
    left = client.post("/sign-out/")

    assert entered.url == "/home/"
    assert "Madagascar" in home
    assert "Authority of a Member State" in home
    assert left.url == "/"
    assert client.get("/home/").status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"email": "state.ms_authority@training.example", "password": "wrong"},
        {"email": "nobody@training.example", "password": PASSWORD},
    ],
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(enter, world, given):
    answer = enter().post(DOOR, given)

    assert answer.status_code == 422
    assert "Address and password do not belong together." in answer.content.decode()


def test_what_one_does_on_ones_own_account_shuts_no_door_to_others(enter, world, settings):
    settings.THROTTLES = {**settings.THROTTLES, "sign_in_address": (2, 60)}
    settings.THROTTLES["sign_in_account"] = (4, 60)
    drafter = enter("state.ms_drafter")

    saved = [drafter.post("/account/", {}).status_code for _ in range(6)]

    assert saved == [422, 422, 422, 422, 429, 429]
    assert enter().post(DOOR, words("state.ms_authority")).url == "/home/"


def test_an_account_that_is_closed_stays_outside(enter, world):
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(name="auditor").update(is_active=False)

    assert enter().post(DOOR, words("auditor")).status_code == 422


@pytest.mark.parametrize(
    ("wished", "led"),
    [
        ("/requests/", "/requests/"),
        ("https://evil.example/", "/home/"),
        ("//evil.example", "/home/"),
        ("javascript:alert(1)", "/home/"),
    ],
)
def test_the_door_leads_only_to_pages_of_ours(enter, world, wished, led):
    answer = enter().post(DOOR, {**words("state.ms_drafter"), "next": wished})

    assert answer.url == led


def test_whoever_knocks_too_often_waits(enter, world, settings):
    settings.THROTTLES = {**settings.THROTTLES, "sign_in_account": (3, 300)}
    client = enter()

    answers = [client.post(DOOR, {**words("auditor"), "password": "x"}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_admin_has_no_door_of_its_own(enter, world):
    answer = enter().get("/admin/")
    login = enter().get("/admin/login/", {"next": "/admin/"})

    assert answer.status_code == 302
    assert login.status_code == 302
    assert login.url.startswith(DOOR)


def test_the_language_is_remembered_for_pages_and_mail(enter, world):
    client = enter("state.ms_drafter")

    answer = client.post("/language/", {"language": "fr", "next": "/requests/"})

    assert answer.url == "/requests/"
    assert '<html lang="fr"' in client.get("/requests/").content.decode()
    with speaking_as(SYSTEM):
        assert User.objects.get_queryset().get(name="state.ms_drafter").language == "fr"


def test_a_language_nobody_speaks_changes_nothing(enter, world):
    client = enter()

    client.post("/language/", {"language": "tlh", "next": "/"})

    assert '<html lang="en"' in client.get("/").content.decode()


def test_a_person_of_two_organisations_chooses_for_whom_to_act(enter, world):
    first, second = world["administrator"], world["administrator.2"]
    person = world.user("state.ms_drafter")
    now = database_now()
    with speaking_as(SYSTEM):
        from_elsewhere = person.memberships.create(organisation=world.organisations["donor"])
    with speaking_as(first):
        grant = grants.grant(
            membership_id=from_elsewhere.pk,
            role="donor_rep",
            basis="Note verbale 7/2026",
            actor=first,
            now=now,
        )
    with speaking_as(second):
        grants.confirm(pk=grant.pk, actor=second, now=now)
    client = enter("state.ms_drafter")

    offered = client.get("/acting/").content.decode()
    chosen = client.post("/acting/", {"membership": str(from_elsewhere.pk)})
    home = client.get("/home/").content.decode()

    assert "Norway" in offered
    assert chosen.url == "/home/"
    assert "See open needs" in home


@pytest.mark.parametrize("membership", ["", "x", "11111111-1111-1111-1111-111111111111"])
def test_nobody_acts_for_an_organisation_they_do_not_belong_to(enter, world, membership):
    assert enter("state.ms_drafter").post("/acting/", {"membership": membership}).status_code == 404


@pytest.fixture
def invited(world):
    """Invite somebody through two administrators; return the link of the letter."""
    first, second = world["administrator"], world["administrator.2"]
    now = database_now()
    with speaking_as(first):
        made = invitations.invite(
            email="new@training.example",
            name="New colleague",
            language="en",
            organisation_id=world.organisations["state"].pk,
            roles=["ms_drafter"],
            basis="Note verbale 8/2026",
            actor=first,
            now=now,
        )
    with speaking_as(second):
        invitations.confirm(pk=made.pk, actor=second, now=now)
    with speaking_as(SYSTEM):
        waiting = list(OutboxMessage.objects.filter(delivered_at=None).values_list("pk", flat=True))
    for pk in waiting:
        deliver(pk)
    (link,) = re.findall(r"https?://[^/]+(/invitation/\S+)", str(mail.outbox[0].body))
    return link


def test_an_invitation_is_accepted_once_and_opens_the_door(enter, invited):
    client = enter()
    page = client.get(invited).content.decode()
    new = "a sentence nobody else knows"

    weak = client.post(invited, {"password": "short", "again": "short"})
    unlike = client.post(invited, {"password": new, "again": "another"})
    taken = client.post(invited, {"password": new, "again": new})
    again = client.post(invited, {"password": new, "again": new})
    entered = client.post(DOOR, {"email": "new@training.example", "password": new})

    assert "New colleague" in page
    assert "Madagascar" in page
    assert weak.status_code == unlike.status_code == 422
    assert taken.url == reverse("portal:sign_in")
    assert again.status_code == 404
    assert entered.url == "/home/"
    assert "Begin a request" in client.get("/home/").content.decode()


def test_a_made_up_invitation_is_nothing(enter, world):
    assert enter().get("/invitation/made-up/").status_code == 404
