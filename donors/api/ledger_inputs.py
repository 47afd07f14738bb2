"""What entering adjustments, months, unidentified cash and numbers of other systems asks for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from donors.api.money_inputs import an_amount
from donors.choices.adjustments import AdjustmentKind, ReferenceKind, RefundSource
from donors.services.entering import Wanted
from web.inputs import Inputs, register

LONGEST = 2_000


class AdjustmentInput(Inputs):
    """What is to be adjusted, how much of it, why, and by whose word."""

    contribution = serializers.UUIDField(label=_("contribution"))
    kind = serializers.ChoiceField(AdjustmentKind.choices, label=_("kind"))
    amount = an_amount(
        _("Gross, in the currency of the contribution; all that is due for a levy left out."),
        label=_("amount"),
        required=False,
    )
    refunded_from = serializers.ChoiceField(
        RefundSource.choices,
        label=_("refunded from"),
        required=False,
        help_text=_("From which cash a refund is paid."),
    )
    target = serializers.UUIDField(
        label=_("to contribution"),
        required=False,
        help_text=_("The contribution that gets the money."),
    )
    value_on = serializers.DateField(label=_("Value date"))
    document_reference = serializers.CharField(
        label=_("document reference"), max_length=80, required=False, default=""
    )
    donor_word = serializers.CharField(
        label=_("the donor's word"),
        max_length=LONGEST,
        required=False,
        default="",
        help_text=_("Where the donor agreed."),
    )
    explanation = serializers.CharField(label=_("explanation"), max_length=LONGEST)


def wanted_of(given: dict[str, Any]) -> Wanted:
    """Return what is wanted by the input of an adjustment."""
    return Wanted(
        kind=AdjustmentKind(given["kind"]),
        amount=given.get("amount"),
        source=given.get("refunded_from") or "",
        target_id=given.get("target"),
        value_on=given["value_on"],
        document_reference=given["document_reference"],
        donor_word=given["donor_word"],
        explanation=given["explanation"],
    )


class PeriodInput(Inputs):
    """A month."""

    month = serializers.CharField(label=_("month"), max_length=7, help_text="2026-10")


class UnidentifiedInput(Inputs):
    """What the bank statement says of cash nobody can place yet."""

    bank_reference = serializers.CharField(max_length=80, label=_("Bank reference"))
    value_on = serializers.DateField(label=_("Value date"))
    amount = an_amount(_("What arrived."), label=_("amount"))
    currency = serializers.RegexField(r"^[A-Z]{3}$", label=_("currency"), help_text="USD")
    remark = serializers.CharField(
        label=_("remark"), max_length=LONGEST, required=False, default=""
    )


class IdentifyInput(Inputs):
    """Which pledge the cash pays."""

    pledge = serializers.UUIDField(label=_("Pledge"))


class ReferenceInput(Inputs):
    """The number another system knows a contribution, or one of its allotments, by."""

    contribution = serializers.UUIDField(label=_("contribution"))
    allotment = serializers.UUIDField(
        label=_("allotment"),
        required=False,
        help_text=_("Only if the number is that of one allotment."),
    )
    kind = serializers.ChoiceField(ReferenceKind.choices, label=_("kind"))
    value = serializers.CharField(max_length=60, label=_("number"))


def declare() -> None:
    """Make the inputs known; called when the room is ready."""
    register("unidentified_receipt", {"identify": IdentifyInput})
