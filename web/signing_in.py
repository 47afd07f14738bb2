"""Open and close a session, and say for which organisation one acts: for portal and admin alike."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth import SESSION_KEY, login, logout
from django.http import HttpRequest

from accounts.models import RoleGrant, User
from accounts.services.identity import actor_of
from common.errors import NotFound
from web.caller import Caller, caller_of, set_caller
from web.principal import ACTING_MEMBERSHIP
from web.throttle import Limit, address_of, limit
from workflows.actors import PUBLIC, SYSTEM
from workflows.principal import introduce, speaking_as

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"

HALF_SIGNED_IN: Final = "account_login"
"""Key of the session under which a sign-in waits for its second factor."""


def begin(request: HttpRequest, person: User) -> None:
    """Open the session of somebody who proved who they are; from here on they speak.

    Noting the visit on the person's row is the system's business.
    """
    now = caller_of(request).now
    with speaking_as(SYSTEM):
        login(request, person, backend=BACKEND)
        actor = actor_of(person, at=now)
    set_caller(request, Caller(now=now, actor=actor, user=person))
    introduce(actor)


def sign_out(request: HttpRequest) -> None:
    """Close the session; from here on the request speaks as the public."""
    logout(request)
    set_caller(request, Caller(now=caller_of(request).now))
    introduce(PUBLIC)


def act_for(request: HttpRequest, membership_id: UUID) -> None:
    """Act, from the next request on, for another of one's own organisations.

    Raises:
        NotFound: not a membership in which the person holds a role now.
    """
    caller = caller_of(request)
    with speaking_as(SYSTEM):
        mine = RoleGrant.objects.in_force(caller.now).filter(
            membership_id=membership_id, person_id=caller.actor.person_id
        )
        if not mine.exists():
            raise NotFound
    request.session[ACTING_MEMBERSHIP] = str(membership_id)


def sign_in_limits(request: HttpRequest) -> list[Limit]:
    """Count attempts by address and by account, password and second factor alike.

    Registered with ``throttle.limit_door`` for the doors where something secret is tried. Whoever
    is signed in is counted by themselves alone: an office behind one address has many people, and
    what one of them does on their own account must not shut the door to the others. Half a sign-in
    is counted whatever address the form names: the field is anybody's.
    """
    if request.method != "POST":
        return []
    if signed_in := request.session.get(SESSION_KEY, ""):
        return [limit("sign_in_account", signed_in)]
    named = request.POST.get("email", "").strip().lower()[:254]
    half: dict[str, str] = request.session.get(HALF_SIGNED_IN) or {}
    accounts = (account for account in (named, half.get("user_pk", "")) if account)
    limits = [limit("sign_in_address", address_of(request))]
    return [*limits, *(limit("sign_in_account", account) for account in accounts)]


def password_limits(request: HttpRequest) -> list[Limit]:
    """Count by address, and by the account whose owner would get the letters."""
    if request.method != "POST":
        return []
    account = request.POST.get("email", "").strip().lower()[:254]
    limits = [limit("sign_in_address", address_of(request))]
    return [*limits, limit("password_account", account)] if account else limits
