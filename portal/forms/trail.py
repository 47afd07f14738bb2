"""A fingerprint as people copy it."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class FingerprintForm(forms.Form):
    """Sixty-four characters, 0 to 9 and a to f."""

    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        help_text=_("64 characters, digits and the letters a to f."),
        max_length=80,
        validators=[
            RegexValidator(
                r"^[0-9a-fA-F]{64}$", _("A fingerprint has 64 characters, 0 to 9 and a to f.")
            )
        ],
        widget=forms.TextInput(attrs={"class": "fingerprint", "autocomplete": "off", "dir": "ltr"}),
    )
