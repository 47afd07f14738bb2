"""What pledges and their companions ask for; the names are the verbs' arguments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from donors.choices.promises import ConditionBasis, Earmark, ReportKind, Rest
from donors.services import drafting
from web.fields import MoneyField
from web.inputs import Inputs, register

LONG = 10_000
MOST = 200


def _text(label: Any, *, longest: int = LONG, **options: Any) -> serializers.CharField:
    """Return a text of some lines."""
    options.setdefault("style", {"base_template": "textarea.html"})
    return serializers.CharField(label=label, max_length=longest, **options)


def _codes(label: Any, *, longest: int) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=longest),
        label=label,
        required=False,
        max_length=MOST,
    )


def _share(label: Any, **options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        label=label,
        max_digits=7,
        decimal_places=6,
        min_value=Decimal(0),
        max_value=Decimal(1),
        **options,
    )


class PledgePurpose(Inputs):
    """What a draft says besides its title and its amount."""

    description = _text(_("Description"), required=False, allow_blank=True)
    expiry_on = serializers.DateField(label=_("Expires after"), required=False, allow_null=True)
    condition = _text(_("Condition"), required=False, allow_blank=True)
    condition_basis = serializers.ChoiceField(
        label=_("What others must sign for"),
        choices=ConditionBasis.choices,
        required=False,
        allow_blank=True,
    )
    condition_figure = serializers.DecimalField(
        label=_("How much of it"),
        max_digits=20,
        decimal_places=6,
        required=False,
        allow_null=True,
        help_text=_("A share between 0 and 1 of the rest, or US dollars."),
    )
    condition_on = serializers.DateField(label=_("By which day"), required=False, allow_null=True)
    earmark_category = serializers.ChoiceField(
        label=_("Earmarking category"), choices=Earmark.choices, required=False
    )
    earmark_modality = serializers.CharField(
        label=_("Earmarking modality"), max_length=1, required=False, allow_blank=True
    )
    request = serializers.UUIDField(label=_("Request"), required=False, allow_null=True)
    components = serializers.ListField(
        child=serializers.UUIDField(), label=_("Components"), required=False, max_length=MOST
    )
    countries = _codes(_("Countries"), longest=3)
    regions = _codes(_("Regions"), longest=3)
    themes = _codes(_("Themes"), longest=5)
    assistance_types = _codes(_("Types of assistance"), longest=40)


@extend_schema_serializer(component_name="PledgeDraftInput")
class DraftInput(PledgePurpose):
    """A new pledge; ``organisation`` is given by UNODC alone, writing down a donor's letter."""

    organisation = serializers.UUIDField(label=_("Donor"), required=False)
    title = serializers.CharField(label=_("Title"), max_length=200)
    amount = MoneyField(label=_("Amount"))


class RedraftInput(PledgePurpose):
    """What changes in a draft."""

    title = serializers.CharField(label=_("Title"), max_length=200, required=False)
    amount = MoneyField(label=_("Amount"), required=False)


def values_of(given: dict[str, Any]) -> drafting.PledgeValues:
    """Return a draft's values as the service takes them: amount and currency apart."""
    money = given.pop("amount", None)
    if money is not None:
        given |= {"amount": money.amount, "currency": money.currency}
    values: drafting.PledgeValues = given  # type: ignore[assignment]
    return values


class PartInput(Inputs):
    """The part that is agreed, gross in the pledge's currency, and what becomes of the rest."""

    amount = serializers.DecimalField(
        label=_("Amount to be agreed"), max_digits=18, decimal_places=3
    )
    rest = serializers.ChoiceField(label=_("The rest"), choices=Rest.choices)
    agreed_components = serializers.ListField(
        child=serializers.UUIDField(),
        label=_("Components to be agreed"),
        required=False,
        max_length=MOST,
        help_text=_("None, if only the amount is smaller: then both parts are for all of them."),
    )


class TermsInput(Inputs):
    """The terms under negotiation; what is left out stays."""

    psc_rate = _share(_("Programme support rate"), required=False)
    starts_on = serializers.DateField(label=_("First day"), required=False, allow_null=True)
    ends_on = serializers.DateField(label=_("Last day"), required=False, allow_null=True)
    clauses_standard = serializers.BooleanField(label=_("Standard clauses only"), required=False)
    clauses = _text(_("Clauses that are not standard"), required=False, allow_blank=True)


class PlannedReportInput(Inputs):
    """One line of the report schedule."""

    kind = serializers.ChoiceField(label=_("Kind"), choices=ReportKind.choices)
    due_on = serializers.DateField(label=_("Due on"))


class ScheduleInput(Inputs):
    """The whole report schedule; it replaces the one before."""

    reports = PlannedReportInput(label=_("Reports"), many=True)


class ChecklistInput(Inputs):
    """The points of regulation 3.12."""

    purpose_consistent = serializers.BooleanField(label=_("Purpose consistent with the mandate"))
    no_added_liability = serializers.BooleanField(label=_("No added liability"))
    no_regular_budget_cost = serializers.BooleanField(label=_("No cost to the regular budget"))
    note = _text(_("Note"), required=False, default="", allow_blank=True)


class FileInput(Inputs):
    """A PDF, PNG or JPEG file of at most 20 MB."""

    file = serializers.FileField(label=_("File"), allow_empty_file=True)


class LetterInput(FileInput):
    """The letter of a donor and its date."""

    dated_on = serializers.DateField(label=_("Dated"))


class InstalmentInput(Inputs):
    """One payment, in the currency of the pledge."""

    amount = serializers.DecimalField(label=_("Amount"), max_digits=18, decimal_places=3)
    due_on = serializers.DateField(label=_("Due on"))
    milestone = _text(_("What must be shown first"), required=False, default="", allow_blank=True)


class InstalmentChange(Inputs):
    """What changes in a payment."""

    amount = serializers.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=3, required=False
    )
    due_on = serializers.DateField(label=_("Due on"), required=False)
    milestone = _text(_("What must be shown first"), required=False, allow_blank=True)


class EvidenceInput(Inputs):
    """What shows that a milestone is reached; the file is attached before."""

    evidence = _text(_("Evidence"), required=False, default="", allow_blank=True)


class OpenExaminationInput(Inputs):
    """The donor to be examined."""

    organisation = serializers.UUIDField(label=_("Donor"))


class FindingsInput(Inputs):
    """What the examination found."""

    findings = _text(_("Findings"), required=False, default="", allow_blank=True)


class ClearanceInput(FindingsInput):
    """What was found, and until when the clearance holds (24 months if it does not say)."""

    valid_until = serializers.DateField(label=_("Valid until"), required=False, allow_null=True)


class ConditionalInput(ClearanceInput):
    """What was found, and the conditions."""

    conditions = _text(_("Conditions"), required=False, default="", allow_blank=True)


class WaiverInput(Inputs):
    """Another programme support rate, the clause that allows it, and the reason."""

    rate = _share(_("Rate"))
    clause = serializers.CharField(label=_("Clause that allows it"), max_length=200)
    justification = _text(_("Reason"))


class QuoteQuery(Inputs):
    """An amount to be taken apart (gross), or built up (net)."""

    amount = serializers.CharField(max_length=30)
    currency = serializers.CharField(max_length=3)
    on = serializers.DateField(required=False)
    psc_rate = _share(_("Programme support rate"), required=False)
    net = serializers.BooleanField(required=False, default=False)
    earmark_category = serializers.ChoiceField(Earmark.choices, required=False)
    local_resources = serializers.BooleanField(required=False, default=False)


def declare() -> None:
    """Make the inputs known; called when the room is ready."""
    register("pledge", {"agree_in_part": PartInput})
    register("instalment", {"give_evidence": EvidenceInput})
    register(
        "due_diligence",
        {
            "clear": ClearanceInput,
            "clear_with_conditions": ConditionalInput,
            "refuse": FindingsInput,
        },
    )
