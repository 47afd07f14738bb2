"""What the steps of an assessment ask for, and what its team may write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ta_requests.choices.assessment import Criterion, FundingKind
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.machines import ASSESSMENT
from ta_requests.models import Assessment
from ta_requests.models.assessment_parts import HIGHEST
from ta_requests.services.assessment_areas import RATED
from ta_requests.services.components import ItemLine, Proposal
from web.fields import MoneyField
from web.inputs import Inputs, register

LONGEST_TEXT = 20_000
MOST_LINES = 500


class AssignInput(Inputs):
    """Whom to put on the team, and whether to lead it."""

    person_id = serializers.UUIDField(label=_("Assessor"))
    lead = serializers.BooleanField(label=_("Lead assessor"), default=False)


class RelieveInput(Inputs):
    """Whom to take off the team."""

    person_id = serializers.UUIDField(label=_("Assessor"))


class DeclareInput(Inputs):
    """Whether there is a conflict of interest, and what it is."""

    conflict = serializers.BooleanField(label=_("Conflict of interest"))
    statement = serializers.CharField(
        label=_("Statement"), required=False, allow_blank=True, default="", max_length=LONGEST_TEXT
    )


class CommentInput(Inputs):
    """What the State has to say; it is kept word for word."""

    text = serializers.CharField(label=_("Text"), max_length=LONGEST_TEXT, trim_whitespace=False)


class ValidateInput(Inputs):
    """What the State adds to its validation, word for word."""

    text = serializers.CharField(
        label=_("Text"),
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_TEXT,
        trim_whitespace=False,
    )


class OverrideInput(Inputs):
    """The figure to rank by, from 0 to 100."""

    total = serializers.DecimalField(
        label=_("Priority score"), max_digits=5, decimal_places=2, min_value=0, max_value=100
    )


class SectionsInput(Inputs):
    """Sections of the report; those left out stay as they are."""

    def get_fields(self) -> dict[str, Any]:
        """Return one text per section."""
        labels = {column.name: column.verbose_name for column in Assessment._meta.fields}
        return {
            name: serializers.CharField(
                label=labels[name],
                required=False,
                allow_blank=True,
                max_length=LONGEST_TEXT,
            )
            for name in SECTIONS
        }


class AreaInput(Inputs):
    """A score with its evidence, or why the area does not apply."""

    score = serializers.IntegerField(
        label=_("Score"),
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=HIGHEST,
    )
    evidence = serializers.CharField(
        label=_("Evidence"), required=False, allow_blank=True, default="", max_length=LONGEST_TEXT
    )
    not_applicable_because = serializers.CharField(
        label=_("Why it does not apply"),
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_TEXT,
    )


class PriorityInput(Inputs):
    """A rating from 0 to 4 per criterion; the country's situation follows from its groups."""

    justification = serializers.CharField(
        label=_("What the rating rests on"), max_length=LONGEST_TEXT
    )

    def get_fields(self) -> dict[str, Any]:
        """Return one rating per criterion the team rates."""
        fields = super().get_fields()
        for name in RATED:
            fields[name] = serializers.IntegerField(
                label=Criterion(name).label, min_value=0, max_value=HIGHEST
            )
        return fields


class LineInput(Inputs):
    """One line of goods."""

    description = serializers.CharField(label=_("Description"), max_length=300)
    quantity = serializers.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=2)
    unit = serializers.CharField(label=_("Unit"), max_length=60)


class ProposalInput(Inputs):
    """A component: what, how much, and its budget before support cost."""

    theme = serializers.CharField(label=_("Theme"), max_length=5)
    assistance_type = serializers.CharField(label=_("Type of assistance"), max_length=40)
    title = serializers.CharField(label=_("Title"), max_length=300)
    quantity = serializers.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=2, default=Decimal(1)
    )
    unit = serializers.CharField(label=_("Unit"), max_length=60)
    phase = serializers.IntegerField(label=_("Phase"), default=1, min_value=1, max_value=99)
    funding_kind = serializers.ChoiceField(
        label=_("In cash or in kind"), choices=FundingKind.choices, default=FundingKind.CASH
    )
    net = MoneyField(label=_("Net budget"))
    items = LineInput(label=_("Goods"), many=True, required=False, max_length=MOST_LINES)  # type: ignore[call-arg]

    def proposal(self) -> Proposal:
        """Return what was asked for, once it is checked."""
        given = dict(self.validated_data)
        lines = [ItemLine(**line) for line in given.pop("items", [])]
        return Proposal(**given, items=lines)


def register_assessment_inputs() -> None:
    """Declare the inputs of every step that has any."""
    register(
        ASSESSMENT.key,
        {
            "assign": AssignInput,
            "relieve": RelieveInput,
            "declare": DeclareInput,
            "comment": CommentInput,
            "validate_report": ValidateInput,
            "override_priority": OverrideInput,
        },
    )
