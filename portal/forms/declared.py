"""A form made from the input the API declares and judged by it, so both doors ask the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from portal.forms.lists import DropList, TickBoxes
from portal.forms.offers import Offers
from reference.models import Currency
from web.errors import flattened
from web.fields import MoneyField

LONG = 300
AMOUNT, CURRENCY = "amount", "currency"
BLANK_LINES = 3
FEW = 10
"""A whole number with no more possible values than these is chosen, not typed."""

Declared = serializers.Field[Any, Any, Any, Any]


@dataclass(frozen=True)
class Group:
    """Fields shown together; a line of a list has a legend."""

    legend: str
    fields: list[Any]


class DeclaredForm(forms.Form):
    """Reads what was typed; a serializer judges it. ``given`` holds the checked inputs."""

    def __init__(
        self,
        serializer: type[serializers.Serializer[Any]],
        offers: Offers,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the fields of one input; ``initial`` speaks the serializer's names."""
        super().__init__(data, files)
        self.serializer = serializer
        self.declared = dict(serializer().fields.items())
        self.given: dict[str, Any] = {}
        self.lines: dict[str, list[dict[str, str]]] = {}
        for name, field in self.declared.items():
            if isinstance(field, serializers.ListSerializer):
                self._add_lines(name, field, offers, (initial or {}).get(name) or [])
            elif not field.read_only:
                self.fields |= _fields_for(name, field, offers)
        self.initial.update(_spread(initial or {}))

    def _add_lines(
        self, name: str, field: serializers.ListSerializer[Any], offers: Offers, lines: list[Any]
    ) -> None:
        """Offer the lines there are and some empty ones, each with the fields of one child."""
        child: Any = field.child
        self.lines[name] = []
        for number in range(len(lines) + BLANK_LINES):
            named = {part: f"{name}-{number}-{part}" for part in child.fields}
            self.lines[name].append(named)
            for part, one in child.fields.items():
                self.fields[named[part]] = _fields_for(part, one, offers, optional=True)[part]
                if number < len(lines):
                    self.initial[named[part]] = lines[number][part]

    def groups(self) -> Iterator[Group]:
        """Yield the fields in the order in which they are shown, lines apart."""
        in_lines = {one for lines in self.lines.values() for line in lines for one in line.values()}
        yield Group("", [self[name] for name in self.fields if name not in in_lines])
        for name, lines in self.lines.items():
            what = capfirst(str(self.declared[name].label))
            for number, line in enumerate(lines, start=1):
                legend = _now("%(what)s, line %(number)s") % {"what": what, "number": number}
                yield Group(legend, [self[name] for name in line.values()])

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
            self.judged(judged)
        return cleaned

    def judged(self, judged: serializers.Serializer[Any]) -> None:
        """Keep what was judged right."""
        self.given = dict(judged.validated_data)

    def _as_sent(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the inputs in the shape of a JSON body; what is left empty is left out."""
        sent: dict[str, Any] = {}
        for name, field in self.declared.items():
            value = self._sent(name, field, cleaned)
            if value not in (None, "") or (value == "" and field.required):
                sent[name] = value
        return sent

    def _sent(self, name: str, field: Declared, cleaned: Mapping[str, Any]) -> Any:
        if isinstance(field, MoneyField):
            amount, currency = cleaned[f"{name}_{AMOUNT}"], cleaned[f"{name}_{CURRENCY}"]
            return {AMOUNT: amount, CURRENCY: currency} if amount else None
        if name in self.lines:
            lines = [
                {part: cleaned[one] for part, one in line.items() if cleaned.get(one)}
                for line in self.lines[name]
            ]
            return [line for line in lines if line]
        return cleaned.get(name)

    def _show(self, errors: Mapping[str, list[dict[str, str]]]) -> None:
        for path, told in errors.items():
            name = path.split(".")[0]
            places = (path.replace(".", "-"), name, f"{name}_{AMOUNT}")
            shown = next((n for n in places if n in self.fields), None)
            for error in told:
                self.add_error(shown, error["sentence"])


def _spread(initial: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by field: money has two."""
    spread: dict[str, Any] = {}
    for name, value in initial.items():
        if hasattr(value, CURRENCY) and hasattr(value, AMOUNT):
            spread |= {f"{name}_{AMOUNT}": value.amount, f"{name}_{CURRENCY}": value.currency}
        else:
            spread[name] = value
    return spread


def _fields_for(
    name: str, field: Declared, offers: Offers, *, optional: bool = False
) -> dict[str, forms.Field]:
    must = field.required and not getattr(field, "allow_blank", False)
    common: dict[str, Any] = {
        "label": capfirst(str(field.label or name.replace("_", " "))),
        "required": must and not optional,
        "help_text": field.help_text or "",
    }
    if isinstance(field, MoneyField):
        return _money_fields(name, common)
    made = _field_for(name, field, common, offers)
    has_nothing_to_tick = isinstance(made, forms.MultipleChoiceField) and not made.choices
    return {} if has_nothing_to_tick and not made.required else {name: made}


def _money_fields(name: str, common: dict[str, Any]) -> dict[str, forms.Field]:
    codes = Currency.objects.offered().values_list("code", flat=True)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=common["required"],
        choices=[(code, code) for code in codes],
        widget=DropList,
    )
    return {
        f"{name}_{AMOUNT}": forms.CharField(**common, max_length=24),
        f"{name}_{CURRENCY}": currency,
    }


def _field_for(
    name: str,
    field: Declared,
    common: dict[str, Any],
    offers: Offers,
) -> forms.Field:
    offered = offers.choices(name)
    if isinstance(field, serializers.ListField | serializers.MultipleChoiceField):
        choices = offered or list(getattr(field, "choices", {}).items())
        return forms.MultipleChoiceField(**common, choices=choices, widget=TickBoxes)
    if offered is not None:
        empty = [] if common["required"] else [("", _("None"))]
        return forms.ChoiceField(**common, choices=[*empty, *offered], widget=DropList)
    for kind, make in _SIMPLE.items():
        if isinstance(field, kind):
            made: forms.Field = make(field, common)
            return made
    return forms.CharField(**common)


def _choice(field: Any, common: dict[str, Any]) -> forms.Field:
    # The first of a list is nobody's choice: what must be chosen begins empty as well.
    return forms.ChoiceField(**common, choices=[("", ""), *field.choices.items()], widget=DropList)


def _boolean(_field: Any, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**{**common, "required": False})


def _date(_field: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(**common, widget=widget)


def _whole(field: Any, common: dict[str, Any]) -> forms.Field:
    least, most = field.min_value, field.max_value
    if least is None or most is None or most - least > FEW:
        return _number(field, common)
    empty = [] if common["required"] else [("", _("None"))]
    offered = [(str(one), str(one)) for one in range(least, most + 1)]
    return forms.ChoiceField(**common, choices=[*empty, *offered], widget=DropList)


def _number(_field: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    return forms.CharField(**common, max_length=40, widget=widget)


def _file(_field: Any, common: dict[str, Any]) -> forms.Field:
    return forms.FileField(**common)


def _text(field: Any, common: dict[str, Any]) -> forms.Field:
    is_long = field.max_length is None or field.max_length > LONG
    attrs = {"dir": "auto"}
    widget = forms.Textarea(attrs={**attrs, "rows": 5}) if is_long else forms.TextInput(attrs)
    return forms.CharField(
        **common, max_length=field.max_length, widget=widget, strip=field.trim_whitespace
    )


_SIMPLE: dict[Any, Any] = {
    serializers.ChoiceField: _choice,
    serializers.BooleanField: _boolean,
    serializers.DateField: _date,
    serializers.DecimalField: _number,
    serializers.IntegerField: _whole,
    serializers.FileField: _file,
    serializers.CharField: _text,
}
