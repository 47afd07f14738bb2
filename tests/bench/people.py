"""Who asks in the bench: people of the world with a token for the API and a session for pages."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from accounts.services import tokens
from common.clock import database_now
from tests.entering import let_in
from tests.world import World


def token_of(world: World, who: str) -> str:
    """Return a token with which one person may read and write."""
    with world.as_(who):
        issued = tokens.issue(
            name="bench",
            scopes=["read", "write"],
            roles=[],
            networks=[],
            days=2,
            actor=world[who],
            now=database_now(),
        )
    return issued.secret


def session_of(world: World, who: str) -> str:
    """Return the cookie of one person who came in this minute."""
    browser = Client()
    let_in(browser, world.user(who), fresh=True)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
