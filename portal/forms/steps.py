"""The form of any step, made from what the API declares the step to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from portal.forms.offers import Offers
from portal.forms.request import TickBoxes
from reference.models import Currency
from web.errors import flattened
from web.fields import MoneyField
from web.inputs import inputs_of
from workflows.registry import Machine

LONG = 300
AMOUNT, CURRENCY = "amount", "currency"


class StepForm(forms.Form):
    """Reads what was typed; the step's own serializer judges it, so both doors ask the same.

    ``given`` holds the checked inputs once the form is valid, ``reason`` the explanation.
    """

    def __init__(
        self,
        machine: Machine,
        name: str,
        offers: Offers,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        needs_reason: bool = False,
    ) -> None:
        """Make the fields of one step of one machine."""
        super().__init__(data, files)
        self.serializer = inputs_of(machine, name)
        self.declared = dict(self.serializer().fields.items())
        self.given: dict[str, Any] = {}
        self.reason = ""
        for field_name, field in self.declared.items():
            if not field.read_only:
                self.fields |= _fields_for(field_name, field, offers)
        self.fields["reason"].required = needs_reason
        self.initial = _as_it_stands(self.declared, offers.subject)

    def clean(self) -> dict[str, Any]:
        """Let the serializer judge, and show its sentences beside the fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        judged = self.serializer(data=self._as_sent(cleaned))
        try:
            judged.is_valid(raise_exception=True)
        except ValidationError as problem:
            self._show(flattened(problem.get_full_details()))
        else:
            self.given = dict(judged.validated_data)
            self.reason = self.given.pop("reason", "")
        return cleaned

    def _as_sent(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the inputs in the shape of a JSON body; what is left empty is left out."""
        sent: dict[str, Any] = {}
        for name, field in self.declared.items():
            if isinstance(field, MoneyField):
                amount, currency = cleaned[f"{name}_{AMOUNT}"], cleaned[f"{name}_{CURRENCY}"]
                value: Any = {AMOUNT: amount, CURRENCY: currency} if amount else None
            else:
                value = cleaned.get(name)
            if value not in (None, "") or (value == "" and field.required):
                sent[name] = value
        return sent

    def _show(self, errors: Mapping[str, list[dict[str, str]]]) -> None:
        for path, told in errors.items():
            name = path.split(".")[0]
            shown = next((n for n in (name, f"{name}_{AMOUNT}") if n in self.fields), None)
            for error in told:
                self.add_error(shown, error["sentence"])


def _as_it_stands(declared: Mapping[str, Any], subject: Any) -> dict[str, Any]:
    """Return the choices that were made before, so that a form does not hide them."""
    return {
        name: getattr(subject, name)
        for name, field in declared.items()
        if isinstance(field, serializers.ChoiceField) and hasattr(subject, name)
    }


def _fields_for(
    name: str, field: serializers.Field[Any, Any, Any, Any], offers: Offers
) -> dict[str, forms.Field]:
    common: dict[str, Any] = {
        "label": field.label or name.replace("_", " ").capitalize(),
        "required": field.required and not getattr(field, "allow_blank", False),
        "help_text": field.help_text or "",
    }
    if isinstance(field, MoneyField):
        return _money_fields(name, common)
    return {name: _field_for(name, field, common, offers)}


def _money_fields(name: str, common: dict[str, Any]) -> dict[str, forms.Field]:
    codes = Currency.objects.offered().values_list("code", flat=True)
    currency = forms.ChoiceField(
        label=_("Currency"), required=common["required"], choices=[(code, code) for code in codes]
    )
    return {
        f"{name}_{AMOUNT}": forms.CharField(**common, max_length=24),
        f"{name}_{CURRENCY}": currency,
    }


def _field_for(
    name: str,
    field: serializers.Field[Any, Any, Any, Any],
    common: dict[str, Any],
    offers: Offers,
) -> forms.Field:
    offered = offers.choices(name)
    if isinstance(field, serializers.ListField | serializers.MultipleChoiceField):
        choices = offered or list(getattr(field, "choices", {}).items())
        return forms.MultipleChoiceField(**common, choices=choices, widget=TickBoxes)
    if offered is not None:
        empty = [] if common["required"] else [("", _("None"))]
        return forms.ChoiceField(**common, choices=[*empty, *offered])
    for kind, make in _SIMPLE.items():
        if isinstance(field, kind):
            made: forms.Field = make(field, common)
            return made
    return forms.CharField(**common)


def _choice(field: Any, common: dict[str, Any]) -> forms.Field:
    empty = [] if common["required"] else [("", "")]
    return forms.ChoiceField(**common, choices=[*empty, *field.choices.items()])


def _boolean(_field: Any, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**{**common, "required": False})


def _date(_field: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(**common, widget=widget)


def _number(_field: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    return forms.CharField(**common, max_length=40, widget=widget)


def _file(_field: Any, common: dict[str, Any]) -> forms.Field:
    return forms.FileField(**common)


def _text(field: Any, common: dict[str, Any]) -> forms.Field:
    is_long = field.max_length is None or field.max_length > LONG
    attrs = {"dir": "auto"}
    widget = forms.Textarea(attrs={**attrs, "rows": 5}) if is_long else forms.TextInput(attrs)
    return forms.CharField(**common, max_length=field.max_length, widget=widget)


_SIMPLE: dict[Any, Any] = {
    serializers.ChoiceField: _choice,
    serializers.BooleanField: _boolean,
    serializers.DateField: _date,
    serializers.DecimalField: _number,
    serializers.IntegerField: _number,
    serializers.FileField: _file,
    serializers.CharField: _text,
}
