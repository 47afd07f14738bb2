"""Coming in: address and password, or a passkey, or another house; then a second factor."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.utils import perform_login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.services.signing_in import person_with
from common.errors import NotAllowed
from portal.doors import training
from portal.doors.onwards import HTTP_UNPROCESSABLE, at_the_door, onwards, passkeys_work
from portal.forms.codes import CodeForm, PasskeyForm, PasskeySignInForm
from portal.forms.doors import SignInForm
from web import signing_in
from web.second_factor import before_second_factor


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Let a person in by address and password; the admin uses the same door."""
    further = onwards(request)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = person_with(request=request, **form.cleaned_data)
        if person is not None:
            passed: HttpResponseBase = perform_login(
                request, person, redirect_url=further, email=person.email
            )
            return passed
        form.add_error(None, _("Address and password do not belong together."))
    status = HTTP_UNPROCESSABLE if form.errors else 200
    context = {
        "form": form,
        "next": further,
        "houses": _houses(request, further),
        "passkeys": passkeys_work(request),
    }
    return render(request, "portal/sign_in.html", context, status=status)


def _houses(request: HttpRequest, further: str) -> list[dict[str, str]]:
    """Return the other houses whose word is taken: name and address."""
    found = get_adapter().list_providers(request)
    return [
        {"name": house.name, "url": house.get_login_url(request, next=further)}
        for house in found
        if house.app is not None
    ]


class Code(AuthenticateView):
    """The second step of signing in: a code, or a passkey."""

    form_class = CodeForm
    webauthn_form_class = PasskeyForm
    template_name = "portal/door/code.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, and say that it was not accepted."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTP_UNPROCESSABLE
        return response

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add whether passkeys work here, and in a training the code itself."""
        context: dict[str, Any] = super().get_context_data(**facts)
        person = self.stage.login.user
        return {
            **context,
            "passkeys": passkeys_work(self.request),
            "options": json.dumps(context["js_data"]),
            "training_code": training.code_for(self.request, person),
        }


class PasskeySignIn(LoginWebAuthnView):
    """A passkey stands for address, password and second factor at once."""

    form_class = PasskeySignInForm


@require_safe
def admin_door(request: HttpRequest) -> HttpResponse:
    """Send whoever knocks at the admin to the one door; who is in but not staff stays outside."""
    if request.user.is_authenticated:
        raise NotAllowed
    return redirect_to_login(
        request.GET.get("next") or reverse("admin:index"), reverse("portal:sign_in")
    )


@before_second_factor
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session, also one that still waits for its second factor."""
    signing_in.sign_out(request)
    return redirect("portal:front")
