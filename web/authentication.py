"""What DRF learns about the caller: nothing it would have to look up itself."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.models import ApiToken, User
from web.caller import caller_of
from web.refusals import CsrfFailed, TokenInvalid, TokenReadsOnly


class Authentication(BaseAuthentication):
    """Take what the middleware found: a session (then with CSRF check) or a token."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken | None] | None:
        """Return the person and the token.

        Raises:
            TokenInvalid, TokenReadsOnly, CsrfFailed.
        """
        caller = caller_of(request)
        if caller.bad_token:
            raise TokenInvalid
        if caller.user is None:
            return None
        if caller.token is None:
            _check_csrf(request)
        elif request.method not in SAFE_METHODS and "write" not in caller.token.scopes:
            raise TokenReadsOnly
        return caller.user, caller.token

    def authenticate_header(self, request: Request) -> str:
        """Return how to introduce oneself, so that a stranger is told 401 and not 403."""
        return 'Bearer realm="TARA"'


def _no_answer(_request: HttpRequest) -> None:
    return None


def _check_csrf(request: Request) -> None:
    check = CSRFCheck(_no_answer)  # type: ignore[arg-type]
    check.process_request(request)
    if check.process_view(request, None, (), {}):  # type: ignore[arg-type]
        raise CsrfFailed
