"""What the door asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.profile import time_zones


def password_field(label: Any, kind: str) -> forms.CharField:
    """Return the field of a password; browsers are told which kind it is."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget)


def email_field() -> forms.EmailField:
    """Return the field of the address one signs in with."""
    widget = forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"})
    return forms.EmailField(label=_("Email address"), max_length=254, widget=widget)


class SignInForm(forms.Form):
    """Address and password."""

    email = email_field()
    password = password_field(_("Password"), "current-password")


class ResetForm(forms.Form):
    """The address a letter should go to."""

    email = email_field()


class AcceptForm(forms.Form):
    """A new password, twice."""

    password = password_field(_("New password"), "new-password")
    again = password_field(_("The same again"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class ChangePasswordForm(AcceptForm):
    """The password one has, and a new one, twice."""

    former = password_field(_("Present password"), "current-password")
    field_order = ("former", "password", "again")


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the pages you see and the letters you get."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("In which the times of day on these pages are given.")
    )
    mail_notices = forms.BooleanField(
        label=_("Send me notices by mail"),
        required=False,
        help_text=User._meta.get_field("mail_notices").help_text,
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        """Show what is known of the person."""
        names = ("name", "language", "time_zone", "mail_notices")
        super().__init__(data, initial={name: getattr(person, name) for name in names})
        zones = time_zones()
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
