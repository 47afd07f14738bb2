"""One's own second factors: authenticator app, passkeys, recovery codes."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from accounts.services.announcing import tell_owner
from portal.access import actor_of, now_of
from portal.doors.onwards import Kept422, passkeys_work
from portal.forms.codes import (
    AppForm,
    CodeAgainForm,
    PasskeyAddForm,
    PasskeyAgainForm,
    PasswordAgainForm,
)
from web.second_factor import must_show_one, note_shown


class Aware:
    """What each of these pages knows, and whom it tells."""

    request: Any

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add where passkeys work, and what the browser's ceremony needs as one attribute."""
        context: dict[str, Any] = super().get_context_data(**facts)  # type: ignore[misc]
        options = json.dumps(context["js_data"]) if "js_data" in context else ""
        return {**context, "passkeys": passkeys_work(self.request), "options": options}

    def tell(self, name: str, sentence: str) -> None:
        """Say it on the next page, and in a letter to the owner."""
        messages.success(self.request, sentence)
        request = self.request
        tell_owner(request.user.pk, name, actor=actor_of(request), now=now_of(request))


class Index(Aware, IndexView):
    """What protects this account."""

    template_name = "portal/door/factors.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add whether this person may do without."""
        context = super().get_context_data(**facts)
        caller = self.request.caller
        required = caller.lacks_second_factor or must_show_one(caller.user, caller.actor)
        return {**context, "required": required, "lacking": caller.lacks_second_factor}


class AppAdd(Aware, Kept422, ActivateTOTPView):
    """Scan a square with an authenticator app, and prove that it works."""

    form_class = AppForm
    template_name = "portal/door/app_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Count it as shown: the code was typed in this session."""
        answer: HttpResponse = super().form_valid(form)
        note_shown(self.request)
        self.tell("add_app", _("Your authenticator app is set up."))
        return answer


class AppRemove(Aware, Kept422, DeactivateTOTPView):
    """Do without the app from now on."""

    template_name = "portal/door/app_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell the owner."""
        answer: HttpResponse = super().form_valid(form)
        self.tell("remove_app", _("The authenticator app is removed."))
        return answer


class PasskeyAdd(Aware, Kept422, AddWebAuthnView):
    """Let the browser make a passkey for this account."""

    form_class = PasskeyAddForm
    template_name = "portal/door/passkey_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Count it as shown: the passkey answered in this session."""
        answer: HttpResponse = super().form_valid(form)
        note_shown(self.request)
        self.tell("add_passkey", _("Your passkey is set up."))
        return answer


class PasskeyRemove(Aware, RemoveWebAuthnView):
    """Do without a passkey from now on."""

    template_name = "portal/door/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse where nothing would remain of what must be there."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            sentence = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, sentence)
            return redirect("mfa_index")
        answer: HttpResponse = super().form_valid(form)
        self.tell("remove_passkey", _("The passkey is removed."))
        return answer


class Codes(Aware, ViewRecoveryCodesView):
    """The recovery codes, to be printed or written down."""

    template_name = "portal/door/codes.html"


class CodesFile(DownloadRecoveryCodesView):
    """The recovery codes as a file."""

    template_name = "portal/door/codes.txt"
    content_type = "text/plain; charset=utf-8"


class CodesNew(Aware, Kept422, GenerateRecoveryCodesView):
    """Make new recovery codes; the former ones end."""

    template_name = "portal/door/codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell the owner."""
        answer: HttpResponse = super().form_valid(form)
        self.tell("renew_codes", _("These are your new recovery codes."))
        return answer


class Again(Aware, Kept422, ReauthenticateView):
    """Give the password once more before something is changed that protects the account."""

    form_class = PasswordAgainForm
    template_name = "portal/door/again.html"


class AgainByCode(Aware, Kept422, CodeAgainView):
    """Give a code once more."""

    form_class = CodeAgainForm
    template_name = "portal/door/again.html"


class AgainByPasskey(Aware, ReauthenticateWebAuthnView):
    """Show a passkey once more."""

    form_class = PasskeyAgainForm
    template_name = "portal/door/again_passkey.html"
