"""An answer without a word, as Django gives for a wrong method, becomes the page it should be."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.exceptions import MethodNotAllowed

from web import errors

METHOD_NOT_ALLOWED = 405


class BareAnswersMiddleware:
    """Say in words what a bare status says in numbers; programs have their documents already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put a page in the place of an empty refusal."""
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or not isinstance(response, HttpResponse):
            return response
        found = errors.problem_of(MethodNotAllowed(request.method or ""))
        if response.content or found is None:
            return response
        page = errors.answer(request, found)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page
