"""What pledges in kind ask for."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from donors.api.promise_inputs import LONG
from donors.choices.promises import InKindKind
from web.fields import MoneyField
from web.inputs import Inputs, register


class InKindInput(Inputs):
    """Goods for one item line, or services; the value is that of the whole."""

    kind = serializers.ChoiceField(label=_("Kind"), choices=InKindKind.choices)
    title = serializers.CharField(label=_("Title"), max_length=200)
    description = serializers.CharField(
        label=_("Description"), max_length=LONG, required=False, allow_blank=True
    )
    request = serializers.UUIDField(label=_("Request"))
    item = serializers.UUIDField(label=_("Item line"), required=False, allow_null=True)
    quantity = serializers.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=2, default=Decimal(1)
    )
    value = MoneyField(label=_("Value"))


class DeliveredInput(Inputs):
    """How many came."""

    quantity = serializers.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=2)


def declare() -> None:
    """Make the inputs known; called when the room is ready."""
    register("in_kind", {"report_delivery": DeliveredInput})
