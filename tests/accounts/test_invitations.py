"""People join by a link that two administrators stand behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from accounts.letters import link_of, send_invitation
from accounts.models import Invitation, RoleGrant, User
from accounts.services import invitations
from common.errors import Invalid, NotAllowed, NotFound, Refused
from tests.http import Api
from tests.world import BEGINNING, PASSWORD
from workflows.models import Event

pytestmark = pytest.mark.django_db
INVITATIONS = "/api/v1/invitations/"
GOOD, SHORT, OTHER = "rain on the tin roof", "short", "not the password"


def invited(world, *, who="administrator", confirmed=True, **terms):
    given = {
        "email": "New.Person@training.example",
        "name": "New Person",
        "language": "fr",
        "organisation_id": world.organisations["donor"].pk,
        "roles": ["donor_rep"],
        "basis": "note verbale 7",
        **terms,
    }
    with world.as_(who):
        invitation = invitations.invite(actor=world[who], now=BEGINNING, **given)
    if confirmed:
        with world.as_("administrator.2"):
            invitations.confirm(pk=invitation.pk, actor=world["administrator.2"], now=BEGINNING)
    return invitation


def test_an_accepted_invitation_makes_the_person_and_the_roles(world):
    invitation = invited(world)

    person = invitations.accept(
        secret=invitations.secret_of(invitation.pk), password=GOOD, now=BEGINNING
    )

    assert (person.email, person.language) == ("new.person@training.example", "fr")
    with world.as_("system"):
        grant = RoleGrant.objects.in_force(BEGINNING).get(person=person)
        assert (grant.role, grant.basis) == ("donor_rep", "note verbale 7")
        assert grant.granted_by_id != grant.confirmed_by_id
        assert User.objects.get(pk=person.pk).check_password(GOOD)


def test_a_link_works_once_in_time_and_only_if_confirmed(world):
    unconfirmed = invited(world, confirmed=False)
    used = invited(world, email="second@training.example")
    secret = invitations.secret_of(used.pk)

    with pytest.raises(NotFound):
        invitations.accept(
            secret=invitations.secret_of(unconfirmed.pk), password=PASSWORD, now=BEGINNING
        )
    with pytest.raises(NotFound):
        invitations.open_invitation(secret, now=BEGINNING + timedelta(days=14))
    invitations.accept(secret=secret, password=PASSWORD, now=BEGINNING)
    with pytest.raises(NotFound):
        invitations.accept(secret=secret, password=PASSWORD, now=BEGINNING)
    with pytest.raises(NotFound):
        invitations.open_invitation("guess", now=BEGINNING)


def test_the_letter_goes_out_when_the_confirmation_is_delivered(world):
    invitation = invited(world)
    with world.as_("system"):
        event = Event.objects.get(subject_type="invitation")
        send_invitation(event)

    [letter] = mail.outbox
    assert letter.to == ["new.person@training.example"]
    assert link_of(invitation) in letter.body
    assert invitations.secret_of(invitation.pk) not in str(vars(event))


def test_a_weak_password_is_refused_and_the_link_stays_good(world):
    invitation = invited(world)
    secret = invitations.secret_of(invitation.pk)

    with pytest.raises(Invalid) as refusal:
        invitations.accept(secret=secret, password=SHORT, now=BEGINNING)

    assert refusal.value.reasons[0].field == "password"
    assert invitations.open_invitation(secret, now=BEGINNING).pk == invitation.pk


def test_somebody_with_an_account_joins_with_the_password_they_have(world):
    email = world.user("other_donor.donor_rep").email
    invitation = invited(world, email=email.upper())
    secret = invitations.secret_of(invitation.pk)

    with pytest.raises(Invalid):
        invitations.accept(secret=secret, password=OTHER, now=BEGINNING)
    person = invitations.accept(secret=secret, password=PASSWORD, now=BEGINNING)

    assert person.pk == world.user("other_donor.donor_rep").pk
    with world.as_("system"):
        assert person.memberships.count() == 2


def test_an_administrator_neither_invites_nor_confirms_alone(world):
    invitation = invited(world, confirmed=False)

    with world.as_("administrator"), pytest.raises(NotAllowed):
        invitations.confirm(pk=invitation.pk, actor=world["administrator"], now=BEGINNING)
    with pytest.raises(NotAllowed):
        invited(world, email=world.user("administrator").email, roles=["donor_rep"])
    with pytest.raises(NotAllowed):
        invited(world, who="section_chief")


def test_a_confirmed_invitation_is_not_confirmed_twice(world):
    invitation = invited(world)

    with world.as_("administrator.2"), pytest.raises(Refused):
        invitations.confirm(pk=invitation.pk, actor=world["administrator.2"], now=BEGINNING)


def test_the_same_over_http(world):
    body = {
        "email": "http@training.example",
        "name": "H",
        "organisation_id": str(world.organisations["donor"].pk),
        "roles": ["donor_rep"],
        "basis": "letter",
    }
    made = Api.of(world, "administrator").post(INVITATIONS, body)
    confirmed = Api.of(world, "administrator.2").post(f"{made.headers['Location']}confirm/")
    with world.as_("administrator"):
        secret = invitations.secret_of(Invitation.objects.get().pk)

    accepted = Api().post(f"{INVITATIONS}accept/", {"secret": secret, "password": PASSWORD})
    again = Api().post(f"{INVITATIONS}accept/", {"secret": secret, "password": PASSWORD})

    assert [made.status, confirmed.status, accepted.status] == [201, 200, 201]
    assert secret.encode() not in made.content + confirmed.content
    assert (again.status, again.code) == (404, "not_found")
    assert Api.of(world, "section_chief").get(INVITATIONS).json["items"] == []
