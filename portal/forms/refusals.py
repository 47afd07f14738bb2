"""Show a refusal of a service where it belongs: beside its field, or above the form."""

from __future__ import annotations

from django import forms

from common.errors import DomainError, Invalid


def show_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Add the reasons of a refusal to a form, in the words the API gives."""
    told = [reason for reason in refusal.reasons if reason.field in form.fields]
    for reason in told:
        form.add_error(reason.field, str(reason.sentence))
    rest = [reason for reason in refusal.reasons if reason not in told]
    if not refusal.reasons or not isinstance(refusal, Invalid):
        form.add_error(None, str(refusal))
    if len(refusal.reasons) > 1 or isinstance(refusal, Invalid):
        for reason in rest:
            form.add_error(None, str(reason.sentence))
