"""Who may open a page at all; what they may do there is the engine's to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.models import User
from common.errors import NotFound
from web import errors
from web.caller import actor_in, caller_of
from web.refusals import NotSignedIn
from workflows.actors import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return who speaks in this request."""
    return actor_in(request)


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person of a view that asked for one."""
    return cast("User", request.user)


def _to_the_door(request: HttpRequest) -> HttpResponseBase:
    """Lead a stranger to the door; whoever sent a form finds it again on the page that says so."""
    if request.method == "POST":
        return errors.answer(request, errors.of_refusal(NotSignedIn()))
    return redirect_to_login(request.get_full_path(), reverse("portal:sign_in"))


def signed_in(view: View[P]) -> View[P]:
    """Send strangers to the door, and bring them back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_the_door(request)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def seen_by(*scopes: str) -> Callable[[View[P]], View[P]]:
    """Open a page to people of certain scopes; to others it does not exist."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not actor_of(request).sees(*scopes):
                raise NotFound
            return view(request, *args, **kwargs)

        return signed_in(cast("Any", guarded))

    return decorate


def now_of(request: HttpRequest) -> datetime:
    """Return the database's time at which this request began."""
    return caller_of(request).now
