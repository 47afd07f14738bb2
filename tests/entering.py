"""How tests let a person in: a session as it is after both steps of signing in."""

from __future__ import annotations

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from portal.doors.adapters import PROVED
from web.second_factor import SECOND_FACTOR
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def let_in(
    client: Client, person: User, *, second_factor: bool = True, fresh: bool = False
) -> None:
    """Sign a person in without a password; unless told otherwise they showed a second factor.

    ``fresh`` marks a sign-in of this minute, after which nobody is asked to prove it once more.
    """
    with speaking_as(SYSTEM):
        client.force_login(person)
    session = client.session
    session.update({SECOND_FACTOR: second_factor, PROVED: time.time() if fresh else 0})
    session.save()


KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The key of everybody's authenticator app in tests."""


def give_app(person: User) -> None:
    """Set up an authenticator app with the key of the tests."""
    with speaking_as(SYSTEM):
        Authenticator.objects.create(
            user=person,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(KEY)},
        )
