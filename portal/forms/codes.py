"""What proves a second factor: codes and passkeys, each code good for one use only."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from allauth.account.forms import ReauthenticateForm as LibraryPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.doors import password_field
from web import throttle
from web.refusals import TooMany
from web.throttle import Limit

LONGEST_LIFE: Final = 120
"""Seconds after which no code of an app is accepted any more, whatever the clocks say."""

UNREADABLE: Final = (AttributeError, KeyError, TypeError, ValueError)

OF_AN_APP: Final = _("Six digits from your authenticator app.")


class DigitsOfAnyScript(forms.CharField):
    """A code as a keyboard set to Arabic, or to wide letters, types it."""

    def to_python(self, value: Any) -> str:
        """Return the text with every decimal digit as 0 to 9."""
        typed: str = super().to_python(value) or ""
        return "".join(str(unicodedata.decimal(one, one)) for one in typed)


def code_field(help_text: Any) -> forms.CharField:
    """Return the field of a code: digits, filled in by the device where it can."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    widget = forms.TextInput(attrs=attributes)
    return DigitsOfAnyScript(label=_("Code"), max_length=20, widget=widget, help_text=help_text)


class SpentOnce:
    """A code that was accepted is never accepted again, whichever process is asked."""

    user: Any

    def clean_code(self) -> str:
        """Let the library judge the code, then count its use in PostgreSQL."""
        code: str = super().clean_code()  # type: ignore[misc]
        key = f"{self.user.pk}:{re.sub(r'[^0-9]', '', code)}"
        try:
            throttle.count([Limit(name="spent", most=1, seconds=LONGEST_LIFE, key=key)])
        except TooMany:
            raise get_adapter().validation_error("incorrect_code") from None
        return code


class CodeForm(SpentOnce, AuthenticateForm):
    """A code of the app, or one of the recovery codes."""

    code = code_field(_("Six digits from your authenticator app, or one of your recovery codes."))


class CodeAgainForm(SpentOnce, ReauthenticateForm):
    """The same, asked once more."""

    code = code_field(_("Six digits from your authenticator app, or one of your recovery codes."))


class AppForm(SpentOnce, ActivateTOTPForm):
    """The first code of a new app."""

    code = code_field(OF_AN_APP)


class PasswordAgainForm(LibraryPasswordForm):
    """The password, asked once more."""

    password = password_field(_("Password"), "current-password")  # type: ignore[assignment]


class Judged:
    """What the library cannot even read is refused like what it does not accept."""

    def clean_credential(self) -> Any:
        """Let the library judge the answer of a passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyForm(Judged, AuthenticateWebAuthnForm):
    """A passkey's answer, put in by the browser."""


class PasskeySignInForm(Judged, LoginWebAuthnForm):
    """A passkey's answer that stands for everything."""


class PasskeyAgainForm(Judged, ReauthenticateWebAuthnForm):
    """A passkey's answer, asked once more."""


class PasskeyAddForm(AddWebAuthnForm):
    """A name for a new passkey, and what the browser made."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("So that you recognise it later: “office key”, “my telephone”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("It then asks for your finger, face or PIN, and stands for the password too."),
    )

    def clean(self) -> dict[str, Any]:
        """Let the library judge what the browser made."""
        try:
            made: dict[str, Any] = super().clean()
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None
        return made
