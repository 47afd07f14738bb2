"""Open and close a session, and say for which organisation one acts: for portal and admin alike."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import login, logout
from django.http import HttpRequest

from accounts.models import RoleGrant, User
from accounts.services.identity import actor_of
from accounts.services.signing_in import person_with
from common.errors import NotFound
from web.caller import Caller, caller_of, set_caller
from web.principal import ACTING_MEMBERSHIP
from web.throttle import Limit, address_of, limit
from workflows.actors import PUBLIC, SYSTEM
from workflows.principal import introduce, speaking_as

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, email: str, password: str) -> User | None:
    """Open a session for the person with this address and password; None if there is none.

    From here on the request speaks as them. Sign-in pages are counted by ``sign_in_limits``.
    """
    person = person_with(email=email, password=password, request=request)
    return _begin(request, person) if person else None


def _begin(request: HttpRequest, person: User) -> User:
    """Open the session; noting the visit on the person's row is the system's business."""
    now = caller_of(request).now
    with speaking_as(SYSTEM):
        login(request, person, backend=BACKEND)
        actor = actor_of(person, at=now)
    set_caller(request, Caller(now=now, actor=actor, user=person))
    introduce(actor)
    return person


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
    """Count attempts by address and by account (registered with ``throttle.limit_door``)."""
    if request.method != "POST":
        return []
    account = request.POST.get("email", "").strip().lower()[:254]
    limits = [limit("sign_in_address", address_of(request))]
    return [*limits, limit("sign_in_account", account)] if account else limits
