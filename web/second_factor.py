"""UNODC staff show a second factor before anything else works: in portal, admin and API alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User
from web import errors
from web.refusals import SecondFactorNeeded
from workflows.actors import Actor

SECOND_FACTOR: Final = "second_factor"
"""Key of the session under which it is noted that a second factor was shown."""

STAFF_SCOPES: Final = ("staff", "auditor", "administrator")

View = TypeVar("View", bound=Callable[..., Any])


def must_show_one(person: User, actor: Actor) -> bool:
    """Tell whether this person, in this capacity, may not do without."""
    return person.is_superuser or actor.sees(*STAFF_SCOPES)


def note_shown(request: HttpRequest) -> None:
    """Note that a second factor was shown, or was just set up, in this session."""
    request.session[SECOND_FACTOR] = True


def was_shown(request: HttpRequest) -> bool:
    """Tell whether a second factor was shown in this session."""
    return bool(request.session.get(SECOND_FACTOR))


def before_second_factor(view: View) -> View:
    """Leave a view open to staff who still have to set up their second factor."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """Lead staff without a second factor to where one is set up; programs are told a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the decision is made once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer in the place of the view where the second factor is missing."""
        caller = getattr(request, "caller", None)
        if caller is None or not caller.lacks_second_factor:
            return None
        if getattr(view, "before_second_factor", False):
            return None
        if errors.wants_json(request):
            return errors.answer(request, errors.of_refusal(SecondFactorNeeded()))
        return redirect(settings.SECOND_FACTOR_URL)
