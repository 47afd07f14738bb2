"""Where a door leads, and who speaks while somebody passes through it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.services.factors import AT_THE_DOOR
from workflows.principal import speaking_as

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def onwards(request: HttpRequest, otherwise: str = "") -> str:
    """Return where to go after the door: only ever a page of this site."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wished if safe else (otherwise or settings.LOGIN_REDIRECT_URL)


def at_the_door(view: View[P]) -> View[P]:
    """Let a stranger speak as the door, which sees people and no case; who is in goes on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(onwards(request))
        with speaking_as(AT_THE_DOOR):
            return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def stays_outside(request: HttpRequest) -> HttpResponseRedirect:
    """Answer a proof that opens nothing: the same for a closed account as for none."""
    messages.error(request, _("With this you cannot sign in here."))
    return redirect(reverse("portal:sign_in"))


def passkeys_work(request: HttpRequest) -> bool:
    """Tell whether browsers make passkeys for this address: a name, never a bare number."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


class Kept422:
    """A form that was not accepted is shown again, and the answer says so."""

    def form_invalid(self, form: Any) -> Any:
        """Answer 422 where the page is shown again."""
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTP_OK:
            response.status_code = HTTP_UNPROCESSABLE
        return response


HTTP_OK = 200
HTTP_UNPROCESSABLE = 422
