"""A form for any move or entry, made of the input its API declares and judged by it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from common.currencies import CURRENCIES
from web.entries import Entry
from web.errors import flattened
from web.fields import MoneyField
from web.form_rows import RowsInput
from web.inputs import inputs_of
from workflows.actors import Actor
from workflows.registry import Machine

LONG: Final = 300
CARRIED: Final = ("version", "key")
"""Hidden fields of every form: the version that was read, and the key that makes it safe twice."""

Choices = list[tuple[str, Any]]
Offer = Callable[[Any, Actor], Choices]
Named = Callable[[UUID, Actor], Choices]

_offers: dict[tuple[str, str], Offer] = {}
_named: dict[tuple[str, str], Named] = {}


def offer(about: str, field: str, find: Offer, *, named: Named | None = None) -> None:
    """Let a field that wants an id be chosen: ``find(subject, actor)`` returns (value, label).

    ``about`` is the key of the machine whose move asks for it, or the name of an entry. Where
    there may be more than a list holds, ``named(id, actor)`` returns the one choice of an id that
    was named; nothing where it may not serve.
    """
    _offers[about, field] = find
    if named is not None:
        _named[about, field] = named


def may_serve(about: str, field: str, pk: UUID, *, actor: Actor) -> bool:
    """Tell whether a field takes this id."""
    named = _named.get((about, field))
    return named is None or bool(named(pk, actor))


class InputForm(forms.Form):
    """The inputs of one act; once valid, ``given`` are the service's arguments."""

    about: str
    """Whose fields they are: the key under which choices were offered."""
    inputs: type[serializers.Serializer[Any]]

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        subject: Any = None,
        actor: Actor | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the fields; an untouched form carries the subject's version and a new key."""
        carried = {"key": str(uuid.uuid4()), "version": getattr(subject, "version", 0)}
        super().__init__(data, files, initial={**(initial or {}), **carried})
        self.given: dict[str, Any] = {}
        self.declared = dict(self.inputs().fields.items())
        for name, declared in self.declared.items():
            told = (initial if data is None else data) or {}
            choices = self._choices(name, told.get(name), subject, actor)
            nothing_to_choose = choices == [] and not declared.required
            if not declared.read_only and not nothing_to_choose:
                stands = (initial or {}).get(name)
                lines = len(stands) if isinstance(stands, list) else 0
                made = _field(name, declared, choices, standing=lines)
                self.fields[name] = made
                if isinstance(made, RowsInput):
                    self.initial[name] = made.widget.decompress(stands)

    def _choices(self, name: str, told: Any, subject: Any, actor: Actor | None) -> Choices | None:
        """Return what a field is chosen from, the one that is named among it."""
        find = _offers.get((self.about, name))
        if find is None or actor is None:
            return None
        choices = find(subject, actor)
        named = _named.get((self.about, name))
        if named is None or any(str(told) == value for value, _label in choices):
            return choices
        pk = _id_in(told)
        return [*choices, *named(pk, actor)] if pk else choices

    def renew(self, subject: Any) -> None:
        """Keep what was typed, under a new key and with the version that stands now."""
        typed: Any = self.data
        typed = typed.copy()
        typed["key"] = str(uuid.uuid4())
        typed["version"] = str(getattr(subject, "version", 0))
        self.data = typed

    @property
    def asks_nothing(self) -> bool:
        """Tell whether the act can be taken without a word."""
        asked = self.visible().values()
        return not any(field.required or isinstance(field, RowsInput) for field in asked)

    def visible(self) -> dict[str, forms.Field]:
        """Return the fields a person fills in."""
        return {name: field for name, field in self.fields.items() if name not in CARRIED}

    def clean(self) -> dict[str, Any]:
        """Let the API's own input judge, and put its sentences beside the fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        judged = self.inputs(data=self._as_sent(cleaned))
        try:
            judged.is_valid(raise_exception=True)
        except ValidationError as problem:
            self._tell(flattened(problem.get_full_details()))
        else:
            self.judged(dict(judged.validated_data))
        return cleaned

    def judged(self, given: dict[str, Any]) -> None:
        """Keep what was judged right."""
        self.given = given

    def _as_sent(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a program would have sent; what was left empty is left out."""
        sent = {name: cleaned.get(name) for name in self.declared}
        return {
            name: value
            for name, value in sent.items()
            if value not in (None, "", []) or self.declared[name].required
        }

    def _tell(self, errors: Mapping[str, list[dict[str, str]]]) -> None:
        for path, told in errors.items():
            name = path.split(".")[0]
            for error in told:
                self.add_error(name if name in self.fields else None, error["sentence"])


def _id_in(told: Any) -> UUID | None:
    """Return the id that is told; None where it is none."""
    try:
        return UUID(str(told))
    except ValueError:
        return None


class MoveForm(InputForm):
    """The inputs of one move; the reason is kept apart, every verb takes it."""

    reason = ""

    def judged(self, given: dict[str, Any]) -> None:
        """Keep what was judged right."""
        self.reason = given.pop("reason", "")
        super().judged(given)


def form_for(machine: Machine, name: str) -> type[MoveForm]:
    """Return the form of one move."""
    inputs = inputs_of(machine, name)
    return _made(MoveForm, inputs, machine.key)


def form_of(entry: Entry) -> type[InputForm]:
    """Return the form of one entry; its choices are offered under its name."""
    return _made(InputForm, entry.inputs, entry.name)


Made = TypeVar("Made", bound=InputForm)


def _made(base: type[Made], inputs: type[serializers.Serializer[Any]], about: str) -> type[Made]:
    members = {"about": about, "inputs": inputs, "__doc__": inputs.__doc__}
    return type(f"{inputs.__name__}Form", (base,), members)


class MoneyWidget(forms.MultiWidget):
    """An amount and its currency, side by side."""

    def __init__(self) -> None:
        """Offer the currencies we keep amounts in."""
        kept = sorted(code for code, facts in CURRENCIES.items() if facts.exponent is not None)
        codes = [("", ""), *((code, code) for code in kept)]
        amount = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
        super().__init__([amount, forms.Select(choices=codes)])

    def decompress(self, value: Any) -> list[Any]:
        """Take a value apart for the two inputs."""
        return [value["amount"], value["currency"]] if value else ["", ""]


class MoneyInput(forms.MultiValueField):
    """Money as the API wants it."""

    def __init__(self, **options: Any) -> None:
        """Ask for both parts."""
        parts = (forms.CharField(max_length=24), forms.CharField(max_length=3))
        super().__init__(fields=parts, widget=MoneyWidget(), **options)

    def compress(self, data_list: list[Any]) -> dict[str, str] | None:
        """Put the two inputs together."""
        return {"amount": data_list[0], "currency": data_list[1]} if data_list else None


class LinesInput(forms.CharField):
    """A list of texts, one on each line."""

    def __init__(self, **options: Any) -> None:
        """Show some lines."""
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), **options)

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def _field(
    name: str, declared: Any, choices: Choices | None, *, standing: int = 0, optional: bool = False
) -> forms.Field:
    """Return the field of one input; ``standing`` lines of a list are there already."""
    must = declared.required and not getattr(declared, "allow_blank", False)
    common: dict[str, Any] = {
        "label": capfirst(str(declared.label or name.replace("_", " "))),
        "required": must and not optional,
        "help_text": declared.help_text or "",
    }
    if isinstance(declared, serializers.ListField | serializers.MultipleChoiceField):
        return _many(declared, common, choices)
    if choices is not None:
        return _one_of(choices, common)
    if isinstance(declared, serializers.ListSerializer):
        return _rows(declared, common, standing)
    for kind, make in _SIMPLE:
        if isinstance(declared, kind):
            return make(declared, common)
    return forms.CharField(**common)


def _one_of(choices: Choices, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(**common, choices=[("", _("Choose")), *choices])


def _many(declared: Any, common: dict[str, Any], choices: Choices | None) -> forms.Field:
    inner = getattr(declared, "child", None)
    offered = choices or list(getattr(inner, "choices", getattr(declared, "choices", {})).items())
    if offered:
        ticks = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(**common, choices=offered, widget=ticks)
    if isinstance(inner, serializers.BaseSerializer):
        return _structure(declared, common)
    return LinesInput(**common)


def _rows(declared: Any, common: dict[str, Any], standing: int) -> forms.Field:
    child = declared.child.fields.items()
    parts = {name: _field(name, one, None, optional=True) for name, one in child}
    must = common["required"] and not declared.allow_empty
    return RowsInput(parts, standing=standing, **{**common, "required": must})


def _structure(_declared: Any, common: dict[str, Any]) -> forms.Field:
    common["help_text"] = common["help_text"] or _("As JSON, in the shape the API documents.")
    return forms.JSONField(**common, widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}))


def _money(_declared: Any, common: dict[str, Any]) -> forms.Field:
    return MoneyInput(**common)


def _choice(declared: Any, common: dict[str, Any]) -> forms.Field:
    return _one_of(list(declared.choices.items()), common)


def _boolean(_declared: Any, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**{**common, "required": False})


def _day(_declared: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(**common, widget=widget)


def _number(_declared: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    return forms.CharField(**common, max_length=40, widget=widget)


def _file(_declared: Any, common: dict[str, Any]) -> forms.Field:
    return forms.FileField(**common)


def _text(declared: Any, common: dict[str, Any]) -> forms.Field:
    long = declared.max_length is None or declared.max_length > LONG
    attrs: dict[str, Any] = {"dir": "auto"}
    widget = forms.Textarea({**attrs, "rows": 4}) if long else forms.TextInput(attrs)
    return forms.CharField(**common, max_length=declared.max_length, widget=widget)


_SIMPLE: tuple[tuple[type[Any], Callable[[Any, dict[str, Any]], forms.Field]], ...] = (
    (serializers.BaseSerializer, _structure),
    (serializers.JSONField, _structure),
    (serializers.DictField, _structure),
    (MoneyField, _money),
    (serializers.ChoiceField, _choice),
    (serializers.BooleanField, _boolean),
    (serializers.DateField, _day),
    (serializers.DecimalField, _number),
    (serializers.IntegerField, _number),
    (serializers.FileField, _file),
    (serializers.CharField, _text),
)
