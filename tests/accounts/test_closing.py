"""Who left is outside at once: sessions, tokens, roles; who returns begins without a role."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from accounts.models import RoleGrant, User
from accounts.services import closing
from common.errors import NotAllowed, NotFound, Refused
from tests.http import Api
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

CHIEF = "section_chief"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


def act(world, verb, whose, *, by="administrator"):
    with world.as_(by):
        verb(pk=world.user(whose).pk, actor=world[by], now=BEGINNING)


def test_closing_an_account_ends_its_sessions_and_roles_at_once(world):
    api = Api.of(world, CHIEF)
    before = api.get("/api/v1/me/").status

    act(world, closing.close, CHIEF)

    person = world.user(CHIEF).pk
    assert (before, api.get("/api/v1/me/").status) == (200, 401)
    with speaking_as(SYSTEM):
        assert not RoleGrant.objects.filter(person_id=person, revoked_at=None).exists()
        assert Event.objects.get(subject_id=person, name="close_account").actor_id == (
            world["administrator"].person_id
        )


def test_an_account_is_opened_again_without_sessions_and_roles(world):
    api = Api.of(world, CHIEF)
    act(world, closing.close, CHIEF)

    act(world, closing.reopen, CHIEF, by="administrator.2")

    assert api.get("/api/v1/me/").status == 401
    with speaking_as(SYSTEM):
        assert User.objects.get(pk=world.user(CHIEF).pk).is_active
        assert not RoleGrant.objects.filter(
            person_id=world.user(CHIEF).pk, revoked_at=None
        ).exists()


def test_closing_and_opening_are_refused_to_everybody_else_and_twice(world):
    for name in (CHIEF, "auditor", "state.ms_authority"):
        with pytest.raises(NotAllowed):
            act(world, closing.close, "legal_officer", by=name)
        with pytest.raises(NotAllowed):
            act(world, closing.reopen, "legal_officer", by=name)
    with pytest.raises(NotAllowed):
        act(world, closing.close, "administrator")
    with pytest.raises(Refused):
        act(world, closing.reopen, CHIEF)
    act(world, closing.close, CHIEF)
    with pytest.raises(Refused):
        act(world, closing.close, CHIEF)
    with world.as_("administrator"), pytest.raises(NotFound):
        closing.close(pk=NOBODY, actor=world["administrator"], now=BEGINNING)


def test_the_administration_has_a_button_for_it(world):
    client = Api.of(world, "administrator").client
    person = world.user(CHIEF)

    page = client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    client.post(reverse("admin:accounts_user_act", args=[person.pk, "close"]))

    assert "Close the account" in page.content.decode()
    with speaking_as(SYSTEM):
        assert not User.objects.get(pk=person.pk).is_active
