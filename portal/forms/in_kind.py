"""The form of a pledge in kind: goods for a line of a need, or services for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import InKindKind
from portal.amounts import plain
from portal.forms.lists import DropList
from reference.models import Currency
from ta_requests.models import ComponentItem

NUMBER = {"inputmode": "decimal", "dir": "ltr"}


class InKindForm(forms.Form):
    """What is given, how many, and what the whole is worth."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InKindKind)
    item = forms.ChoiceField(
        label=_("Line of goods"),
        required=False,
        help_text=_("Goods are given for one line of the need; services for the need as a whole."),
    )
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=12,
        decimal_places=2,
        initial=1,
        widget=forms.TextInput(attrs=NUMBER),
        help_text=_("In the unit of the line; of services leave 1."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("One line by which you will know it again.")
    )
    value = forms.CharField(
        label=_("Value of the whole"),
        max_length=24,
        help_text=_("What all of it is worth; digits and a point only."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    currency = forms.ChoiceField(label=_("Currency"), widget=DropList)
    description = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, lines: Iterable[ComponentItem], **kwargs: Any) -> None:
        """Offer the lines of one need."""
        super().__init__(*args, **kwargs)
        offered = [(str(one.pk), _told(one)) for one in lines]
        self._offer("item", [("", _("None: services")), *offered])
        codes = Currency.objects.offered().values_list("code", flat=True)
        self._offer("currency", [(code, code) for code in codes])
        if not offered:
            self._offer("kind", [(InKindKind.SERVICES.value, InKindKind.SERVICES.label)])
            for name in ("item", "quantity"):
                del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _told(line: ComponentItem) -> str:
    return f"{line.description}: {plain(line.quantity)} {line.unit}"
