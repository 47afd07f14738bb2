"""Who is calling, as the middleware found out once per request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import ApiToken, User
from workflows.actors import PUBLIC, Actor


@dataclass(frozen=True, kw_only=True)
class Caller:
    """One person (or nobody) in one capacity, at the database's time of asking.

    ``bad_token`` marks a token that was shown but is not accepted; ``lacks_second_factor`` staff
    who are signed in but hold no role until they show one.
    """

    now: datetime
    actor: Actor = PUBLIC
    user: User | None = None
    token: ApiToken | None = None
    bad_token: bool = False
    lacks_second_factor: bool = False


def set_caller(request: HttpRequest, caller: Caller) -> None:
    """Note the caller on the request and on the person (the admin asks the person)."""
    request.caller = caller  # type: ignore[attr-defined]
    request.actor = caller.actor  # type: ignore[attr-defined]
    if caller.user is not None:
        caller.user.actor = caller.actor


def caller_of(request: HttpRequest) -> Caller:
    """Return who is calling."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return caller


def actor_in(request: HttpRequest) -> Actor:
    """Return the actor the services work with."""
    return caller_of(request).actor


def keep_changes(request: HttpRequest) -> None:
    """Let what was written stay although the answer is a refusal (an idempotency key)."""
    asked: Any = getattr(request, "_request", request)  # DRF wraps the request it was given
    asked.keeps_changes = True


def keeps_changes(request: HttpRequest) -> bool:
    """Tell whether a refusal's writings stay."""
    return getattr(request, "keeps_changes", False)
