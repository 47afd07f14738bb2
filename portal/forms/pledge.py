"""The form of a pledge: how much, for what, and on which condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import ConditionBasis, Earmark
from donors.models import Pledge
from portal.amounts import spelt
from portal.forms.lists import DropList, TickBoxes
from reference.models import AssistanceType, Currency, Region, Theme

TIES = ("themes", "regions", "assistance_types")
CONDITION = ("condition", "condition_basis", "condition_figure", "condition_on")
RECKONED = CONDITION[1:]
"""A condition that can be reckoned names the request others must sign for."""


class PledgeForm(forms.Form):
    """An amount in the donor's currency, gross: programme support costs are inside."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("One line by which you will know it again.")
    )
    amount = forms.CharField(
        label=_("Amount"),
        max_length=24,
        help_text=_("Gross, programme support costs included; digits and a point only."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), initial="USD", widget=DropList)
    components = forms.MultipleChoiceField(
        label=_("Components"),
        help_text=_("Leave all open to pledge to the whole request."),
        widget=TickBoxes,
        required=False,
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=TickBoxes, required=False)
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        widget=TickBoxes,
        required=False,
        help_text=_("Leave open for the whole world."),
    )
    assistance_types = forms.MultipleChoiceField(
        label=_("Types of assistance"), widget=TickBoxes, required=False
    )
    earmark_category = forms.ChoiceField(
        label=_("How tightly it is tied"), choices=Earmark, initial=Earmark.EARMARKED
    )
    expiry_on = forms.DateField(
        label=_("Expires after"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day on which the pledge stands, if it is not agreed by then."),
    )
    condition = forms.CharField(
        label=_("Condition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("If the pledge depends on something, say on what."),
    )
    condition_basis = forms.ChoiceField(
        label=_("What others must sign for"),
        choices=[("", _("Nothing that can be reckoned")), *ConditionBasis.choices],
        required=False,
        help_text=_("Fill in this and the next two where the service is to watch the condition."),
    )
    condition_figure = forms.DecimalField(
        label=_("How much of it"),
        max_digits=20,
        decimal_places=6,
        required=False,
        help_text=_("A share between 0 and 1 of the rest, or US dollars."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    condition_on = forms.DateField(
        label=_("By which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, components: Iterable[Any] = (), **kwargs: Any) -> None:
        """Offer the components of one need, or the ties of a pledge without one."""
        super().__init__(*args, **kwargs)
        offered = list(components)
        codes = Currency.objects.offered().values_list("code", flat=True)
        self._offer("currency", [(code, code) for code in codes])
        if offered:
            self._offer("components", [(str(one.id), _named(one)) for one in offered])
            for name in TIES:
                del self.fields[name]
        else:
            for name in ("components", *RECKONED):
                del self.fields[name]
            self._offer("themes", [(one.code, str(one)) for one in Theme.objects.all()])
            self._offer("regions", [(one.code, one.name) for one in Region.objects.all()])
            kinds = AssistanceType.objects.all()
            self._offer("assistance_types", [(one.code, one.title) for one in kinds])

    def plain_fields(self) -> Iterator[forms.BoundField]:
        """Give the fields that every pledge has."""
        return (field for field in self if field.name not in CONDITION)

    def condition_fields(self) -> Iterator[forms.BoundField]:
        """Give the fields of a conditional pledge."""
        return (field for field in self if field.name in CONDITION)

    @property
    def is_conditional(self) -> bool:
        """Tell whether anything is said about a condition, or wrongly said."""
        told = any(self[name].value() for name in CONDITION if name in self.fields)
        return told or any(name in self.errors for name in CONDITION)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _named(component: Any) -> str:
    return f"{component.number}. {component.title} ({spelt(component.gross, 'USD')})"


def initial_of(pledge: Pledge) -> dict[str, Any]:
    """Return what a draft says, as the form shows it."""
    return {
        "title": pledge.title,
        "amount": str(pledge.money.amount),
        "currency": pledge.currency,
        "components": [str(pk) for pk in pledge.components.values_list("pk", flat=True)],
        "themes": list(pledge.themes.values_list("pk", flat=True)),
        "regions": list(pledge.regions.values_list("pk", flat=True)),
        "assistance_types": list(pledge.assistance_types.values_list("pk", flat=True)),
        "earmark_category": pledge.earmark_category,
        "expiry_on": pledge.expiry_on,
        "condition": pledge.condition,
        "condition_basis": pledge.condition_basis,
        "condition_figure": pledge.condition_figure,
        "condition_on": pledge.condition_on,
        "description": pledge.description,
    }
