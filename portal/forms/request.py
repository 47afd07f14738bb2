"""The fields of a request: four named sections, what it is about, and what law allows (OP11)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from portal.forms.lists import TickBoxes
from reference.models import AssistanceType, Instrument, Theme


def _long(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        required=False,
        max_length=20_000,
    )


NEEDED = frozenset(
    {
        "needs",
        "priorities",
        "challenges",
        "restrictions",
        "domestic_law_note",
        "themes",
        "assistance_types",
    }
)
"""What may be saved empty but not submitted empty: not to be called optional."""


class RequestForm(forms.Form):
    """Some fields of a request. It may be incomplete: what is missing is said on the task list."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("One line that says what you ask for."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the request"),
        choices=settings.LANGUAGES,
        help_text=_("The language you write in; the note verbale is generated in it."),
    )
    needs = _long(
        _("Needs"), _("What is needed, where and for whom. (OP11: “needs and priorities”)")
    )
    priorities = _long(
        _("Priorities"), _("Which needs come first, and why. (OP11: “needs and priorities”)")
    )
    challenges = _long(
        _("Challenges"),
        _("What stands in the way: capacity, law, infrastructure, money. (OP11: “challenges”)"),
    )
    restrictions = _long(
        _("Restrictions"),
        _("What the assistance must respect: law, security, access. (OP11: “restrictions”)"),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        help_text=_(
            "Each theme is a part of the resolution; choose at least one before submitting."
        ),
        widget=TickBoxes,
        required=False,
    )
    assistance_types = forms.MultipleChoiceField(
        label=_("Types of assistance"),
        help_text=_("Material support (OP11) asks for item lines in the next step."),
        widget=TickBoxes,
        required=False,
    )
    other_type_text = forms.CharField(label=_("Other assistance"), max_length=300, required=False)
    instruments = forms.MultipleChoiceField(
        label=_("Instruments you rely on"), widget=TickBoxes, required=False
    )
    domestic_law_note = _long(
        _("Domestic legislation"),
        _("What the assistance must be in line with in your law. (OP3)"),
    )
    gender_note = _long(_("Gender perspective"), _("Where your request concerns it. (OP3)"))
    culture_note = _long(_("Cultural diversity"), _("Where your request concerns it. (OP4)"))
    safeguards_note = _long(
        _("Safety of society, rights of victims and offenders"),
        _("Where your request concerns the community. (OP6)"),
    )

    def __init__(self, *args: Any, only: Collection[str] | None = None, **kwargs: Any) -> None:
        """Keep ``only`` these fields, and offer their lists as they are today."""
        super().__init__(*args, **kwargs)
        if only is not None:
            self.fields = {name: self.fields[name] for name in self.fields if name in only}
        for name in OFFERED.keys() & self.fields.keys():
            field: Any = self.fields[name]
            field.choices = OFFERED[name]()
        for name in NEEDED & self.fields.keys():
            needed: Any = self.fields[name]
            needed.needed = True


def _themed(theme: Theme) -> str:
    return f"{theme.code} {theme.title} ({theme.paragraph})"


OFFERED: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "themes": lambda: [(one.code, _themed(one)) for one in Theme.objects.all()],
    "assistance_types": lambda: [(one.code, one.title) for one in AssistanceType.objects.all()],
    "instruments": lambda: [(one.symbol, str(one)) for one in Instrument.objects.all()],
}
"""The fields that choose from a list, and what they choose from."""


class ItemForm(forms.Form):
    """One line of material support."""

    description = forms.CharField(label=_("Description"), max_length=300)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=2, min_value=0)
    unit = forms.CharField(label=_("Unit"), max_length=60)
    purpose = forms.CharField(label=_("Purpose"), max_length=300, required=False)


class ItemLines(BaseFormSet):  # type: ignore[type-arg]
    """The lines of a request; empty lines are ignored, a ticked line is taken out."""

    def lines(self) -> list[dict[str, Any]]:
        """Return what stands in the lines that count."""
        kept = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        return [
            {name: line[name] for name in ("description", "quantity", "unit", "purpose")}
            for line in kept
            if line and not line.get("DELETE") and line.get("description")
        ]


ItemFormSet = formset_factory(
    ItemForm, formset=ItemLines, extra=2, can_delete=True, max_num=500, validate_max=True
)
