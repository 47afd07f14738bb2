"""What an amendment asks for: only the terms that change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.money import LARGEST
from donors.api.promise_inputs import LONG, MOST, InstalmentInput, PlannedReportInput
from donors.choices.promises import Earmark
from web.inputs import Inputs


def _codes(label: Any, longest: int) -> serializers.ListField:
    child = serializers.CharField(max_length=longest)
    return serializers.ListField(label=label, child=child, required=False, max_length=MOST)


class ChangedTerms(Inputs):
    """The terms that change; instalments and reports replace what is still to come."""

    amount = serializers.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=3, max_value=LARGEST, required=False
    )
    ends_on = serializers.DateField(label=_("Last day"), required=False)
    title = serializers.CharField(label=_("Title"), max_length=200, required=False)
    description = serializers.CharField(
        label=_("Description"), max_length=LONG, required=False, allow_blank=True
    )
    earmark_category = serializers.ChoiceField(
        label=_("Earmarking category"), choices=Earmark.choices, required=False
    )
    earmark_modality = serializers.CharField(
        label=_("Earmarking modality"), max_length=1, required=False, allow_blank=True
    )
    request = serializers.UUIDField(label=_("Request"), required=False, allow_null=True)
    components = serializers.ListField(
        label=_("Components"), child=serializers.UUIDField(), required=False, max_length=MOST
    )
    countries = _codes(_("Countries"), 3)
    regions = _codes(_("Regions"), 3)
    themes = _codes(_("Themes"), 5)
    assistance_types = _codes(_("Types of assistance"), 40)
    report_schedule = PlannedReportInput(
        label=_("Reports still to come"), many=True, required=False
    )
    instalments = InstalmentInput(label=_("Instalments still to come"), many=True, required=False)


class AmendmentInput(ChangedTerms):
    """A new amendment: of which pledge, why, and what changes."""

    pledge = serializers.UUIDField(label=_("Pledge"))
    motive = serializers.CharField(label=_("Why"), max_length=LONG)


class RedraftAmendmentInput(ChangedTerms):
    """What a draft changes from now on, and why."""

    motive = serializers.CharField(label=_("Why"), max_length=LONG, required=False)
