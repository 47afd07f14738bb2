"""What the steps of deliveries, milestones and goods ask for, and what a work plan holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ta_requests.choices.delivery import AgeBand, Sex
from ta_requests.machines import DELIVERY, MATERIAL_ITEM, MILESTONE
from web.inputs import Inputs, register

LONGEST_TEXT = 20_000


class OutputNamed(Inputs):
    """Which output."""

    output_id = serializers.UUIDField(label=_("Output"))


class AcceptOutputInput(OutputNamed):
    """Which output, and a word on it."""

    note = serializers.CharField(
        label=_("Note"), required=False, allow_blank=True, default="", max_length=LONGEST_TEXT
    )


class FeedbackInput(Inputs):
    """How useful the assistance was."""

    rating = serializers.IntegerField(label=_("Rating"), min_value=1, max_value=5)
    text = serializers.CharField(
        label=_("Text"), required=False, allow_blank=True, default="", max_length=LONGEST_TEXT
    )


class FollowUpInput(Inputs):
    """What is left of the results a year later."""

    findings = serializers.CharField(label=_("Findings"), max_length=LONGEST_TEXT)


class EvidenceInput(Inputs):
    """What shows that the milestone is reached, and the file of the request that proves it."""

    evidence = serializers.CharField(label=_("Evidence"), max_length=LONGEST_TEXT)
    document_id = serializers.UUIDField(
        label=_("Document"), required=False, allow_null=True, default=None
    )


class CertificateInput(Inputs):
    """How much is handed over, under which certificate."""

    quantity = serializers.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=2)
    certificate_number = serializers.CharField(label=_("Certificate number"), max_length=60)
    document_id = serializers.UUIDField(
        label=_("Document"), required=False, allow_null=True, default=None
    )


class PlanInput(Inputs):
    """The work plan: its text, first and last day."""

    plan = serializers.CharField(label=_("Work plan"), max_length=LONGEST_TEXT)
    starts_on = serializers.DateField(label=_("First day"))
    ends_on = serializers.DateField(label=_("Last day"))


class OutputInput(Inputs):
    """One thing to be delivered."""

    title = serializers.CharField(label=_("Title"), max_length=300)
    description = serializers.CharField(
        label=_("Description"),
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_TEXT,
    )


class NewOutputInput(OutputInput):
    """One thing to be delivered, and the component it belongs to."""

    component_id = serializers.UUIDField(
        label=_("Component"), required=False, allow_null=True, default=None
    )


class IndicatorInput(Inputs):
    """How a result is measured."""

    title = serializers.CharField(label=_("Title"), max_length=300)
    unit = serializers.CharField(label=_("Unit"), max_length=60)
    baseline = serializers.DecimalField(label=_("Baseline"), max_digits=16, decimal_places=4)
    target = serializers.DecimalField(label=_("Target"), max_digits=16, decimal_places=4)


class ValueInput(Inputs):
    """A count as of a day, by sex and age only."""

    on = serializers.DateField(label=_("As of"))
    value = serializers.DecimalField(label=_("Value"), max_digits=16, decimal_places=4)
    sex = serializers.ChoiceField(label=_("Sex"), choices=Sex.choices, default=Sex.ALL.value)
    age_band = serializers.ChoiceField(
        label=_("Age"), choices=AgeBand.choices, default=AgeBand.ALL.value
    )


class MilestoneInput(Inputs):
    """A step of the plan that must be proven."""

    title = serializers.CharField(label=_("Title"), max_length=300)
    due_on = serializers.DateField(label=_("Due on"))
    output_id = serializers.UUIDField(
        label=_("Output"), required=False, allow_null=True, default=None
    )


class OrderInput(Inputs):
    """What is ordered for which component; ``replaces_id`` names goods that were lost."""

    component_id = serializers.UUIDField(label=_("Component"))
    description = serializers.CharField(label=_("Description"), max_length=300)
    quantity = serializers.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=2)
    unit = serializers.CharField(label=_("Unit"), max_length=60)
    component_item_id = serializers.UUIDField(
        label=_("Line of the component"), required=False, allow_null=True, default=None
    )
    replaces_id = serializers.UUIDField(
        label=_("Replaces lost goods"), required=False, allow_null=True, default=None
    )


def register_delivery_inputs() -> None:
    """Declare the inputs of every step that has any."""
    register(
        DELIVERY.key,
        {
            "notice_output": OutputNamed,
            "accept_output": AcceptOutputInput,
            "contest_output": OutputNamed,
            "waive_output": OutputNamed,
            "give_feedback": FeedbackInput,
            "record_follow_up": FollowUpInput,
        },
    )
    register(MILESTONE.key, {"give_evidence": EvidenceInput})
    register(MATERIAL_ITEM.key, {"present_certificate": CertificateInput})
