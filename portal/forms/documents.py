"""A file to attach to a request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import DocumentKind


class DocumentForm(forms.Form):
    """What it is, and the file."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS; 20 MB at most; no macros, no files "
            "inside files."
        ),
        allow_empty_file=True,
    )
