"""One transaction per request, in which the database knows who is calling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.db.utils import InterfaceError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.models import User
from accounts.services import tokens
from accounts.services.identity import actor_of
from web import errors
from web.caller import Caller, keeps_changes, set_caller
from web.second_factor import must_show_one, was_shown
from workflows.actors import PUBLIC, SYSTEM, Actor
from workflows.principal import handing_over, speaking_as

SILENT: Final = frozenset({"/healthz"})
"""Addresses that must answer without a database."""

ACTING_MEMBERSHIP: Final = "acting_membership"
"""Key of the session under which the membership in use is kept."""

REFUSED: Final = 400
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PrincipalMiddleware:
    """Recognise the caller and speak as them until the answer is made.

    An answer of 400 or above undoes what was written, unless it was kept on purpose. Whoever is
    not recognised speaks as the public. Only the look-up of the caller speaks as the system.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the caller's transaction; a failing BEGIN or COMMIT is told kindly."""
        if request.path_info in SILENT:
            return self.get_response(request)
        try:
            return self._anonymously(request) if _is_anonymous(request) else self._by_name(request)
        except (DatabaseError, InterfaceError) as problem:
            found = errors.problem_of(problem)
            if found is None:
                raise
            return errors.answer(request, found)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Answer the refusal of a page; what nobody foresaw goes on to become a 500."""
        found = errors.problem_of(exception)
        return errors.answer(request, found) if found else None

    def _anonymously(self, request: HttpRequest) -> HttpResponseBase:
        with speaking_as(PUBLIC) as now:
            request.user = AnonymousUser()
            set_caller(request, Caller(now=now))
            return self._answer(request)

    def _by_name(self, request: HttpRequest) -> HttpResponseBase:
        with speaking_as(SYSTEM) as now:
            caller = _recognised(request, at=now)
            with handing_over(caller.actor), timezone.override(_zone_of(request, caller)):
                set_caller(request, caller)
                return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= REFUSED and not keeps_changes(request):
            transaction.set_rollback(True)
        return response


def _zone_of(request: HttpRequest, caller: Caller) -> str:
    """Return in which time zone moments are told: people have their own, programs UTC."""
    person = None if errors.wants_json(request) else caller.user
    return person.time_zone if person else settings.TIME_ZONE


def _bearer(request: HttpRequest) -> str:
    """Return the token shown, if any; tokens open the API alone."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer" and request.path_info.startswith("/api/")
    return secret.strip() if is_bearer else ""


def _is_anonymous(request: HttpRequest) -> bool:
    return not _bearer(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _recognised(request: HttpRequest, *, at: datetime) -> Caller:
    """Return the caller behind a token or a session."""
    secret = _bearer(request)
    if secret:
        return _by_token(request, secret, at=at)
    person = get_user(request)
    request.user = person
    if not isinstance(person, User):
        return Caller(now=at)
    actor = actor_of(person, at=at, membership_id=_acting_membership(request))
    if must_show_one(person, actor) and not was_shown(request):
        nobody_yet = Actor(person_id=person.pk, language=person.language)
        return Caller(now=at, actor=nobody_yet, user=person, lacks_second_factor=True)
    return Caller(now=at, actor=actor, user=person)


def _by_token(request: HttpRequest, secret: str, *, at: datetime) -> Caller:
    token = tokens.recognise(secret, address=request.META.get("REMOTE_ADDR", ""), at=at)
    if token is None:
        request.user = AnonymousUser()
        return Caller(now=at, bad_token=True)
    request.user = token.user
    actor = actor_of(
        token.user,
        at=at,
        membership_id=token.membership_id,
        only=frozenset(token.roles) if token.roles else None,
    )
    return Caller(now=at, actor=actor, user=token.user, token=token)


def _acting_membership(request: HttpRequest) -> UUID | None:
    kept = request.session.get(ACTING_MEMBERSHIP)
    return UUID(kept) if kept else None
