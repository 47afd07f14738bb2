"""What the moves of money ask for; amounts are in the currency of the object they are about."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.money import LARGEST
from web.inputs import Inputs, register


def an_amount(words: object, **options: object) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=18,
        decimal_places=3,
        max_value=LARGEST,
        help_text=words,  # type: ignore[arg-type]
        **options,  # type: ignore[arg-type]
    )


class RecordReceiptInput(Inputs):
    """What the bank statement says; ``usd`` is compared with the table, never booked."""

    bank_reference = serializers.CharField(max_length=80, label=_("Bank reference"))
    value_on = serializers.DateField(label=_("Value date"))
    amount = an_amount(_("What arrived, in the currency of the contribution."), label=_("Amount"))
    bank_charges = an_amount(
        _("What banks kept on the way."),
        label=_("Bank charges"),
        required=False,
        default=Decimal(0),
        min_value=Decimal(0),
    )
    usd = an_amount(
        _("What the bank says it was worth in US dollars, if it does."),
        label=_("US dollars"),
        required=False,
    )


class AmountInput(Inputs):
    """An amount, net of programme support cost, and the paper that says so.

    The description names no supplier and no person.
    """

    amount = an_amount(
        _("Net of programme support cost, in the allotment's currency."), label=_("Amount")
    )
    description = serializers.CharField(
        max_length=300,
        required=False,
        default="",
        label=_("Description"),
        help_text=_("What for; names nobody."),
    )
    document_reference = serializers.CharField(
        max_length=80, required=False, default="", label=_("document reference")
    )
    value_on = serializers.DateField(required=False, label=_("Value date"))
    milestone = serializers.UUIDField(required=False, label=_("Milestone"))


class ReversalInput(Inputs):
    """An amount, gross, in the allotment's currency."""

    amount = an_amount(
        _("Gross, in the allotment's currency; at most what is not obligated."), label=_("Amount")
    )


class ProposeInput(Inputs):
    """Which contribution pays how much for which component."""

    contribution = serializers.UUIDField(label=_("contribution"))
    component = serializers.UUIDField(label=_("component"))
    gross = an_amount(_("Gross, in the currency of the contribution."), label=_("Gross amount"))


def declare() -> None:
    """Make the inputs known; called when the room is ready."""
    register("pledge", {"record_receipt": RecordReceiptInput})
    register(
        "allotment",
        {
            "certify_reversal": ReversalInput,
            "obligate": AmountInput,
            "deobligate": AmountInput,
            "spend": AmountInput,
        },
    )
