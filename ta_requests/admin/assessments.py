"""The file of a needs assessment: who assessed what, how it was scored, what the State said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ta_requests.admin.requests import REQUEST_OF, STATE, STATUS
from ta_requests.choices.assessment import Criterion
from ta_requests.machines import ASSESSMENT
from ta_requests.models import AssessedArea, Assessment, Assessor, Component, StateValidation
from web.admin import CaseAdmin, CaseInline, Panel
from web.columns import amount, plain, quantity, share


class AssessorInline(CaseInline):
    """Who assesses."""

    model = Assessor
    fields = ("person", "is_lead", "assigned_at", "declared_at", "has_conflict", "relieved_at")
    list_select_related = ("person",)
    verbose_name_plural = gettext_lazy("Assessors")


class AreaInline(CaseInline):
    """What was looked at."""

    model = AssessedArea
    fields = ("area", "score", "evidence", "not_applicable_because")
    verbose_name_plural = gettext_lazy("Assessed areas")


class RemarkInline(CaseInline):
    """What the State said of the draft report."""

    model = StateValidation
    fields = ("kind", "text", "at")
    verbose_name_plural = gettext_lazy("Remarks of the State")


class ComponentInline(CaseInline):
    """What is proposed, and what it costs."""

    model = Component
    fields = (
        "number", "phase", "title", "theme", "assistance_type",
        quantity(gettext_lazy("Quantity")), "funding_kind",
        amount(gettext_lazy("Net"), "net"), share(gettext_lazy("Rate"), "psc_rate"),
        amount(gettext_lazy("Support cost"), "psc"), amount(gettext_lazy("Gross"), "gross"),
        "status",
    )  # fmt: skip
    list_select_related = ("theme", "assistance_type")


@admin.register(Assessment)
class AssessmentAdmin(CaseAdmin):
    """Needs assessments."""

    machine = ASSESSMENT
    list_display = ("reference", REQUEST_OF, STATE, STATUS, "sent_at", "finalised_at")
    list_filter = ("state", "final_by_silence")
    list_select_related = ("request", "organisation__country")
    search_fields = ("reference", "request__reference", "request__title")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    inlines = (AssessorInline, AreaInline, ComponentInline, RemarkInline)
    fieldsets = (
        (None, {"fields": ("request", STATE, "number")}),
        (
            gettext_lazy("Findings"),
            {
                "fields": (
                    "needs", "priorities", "challenges", "restrictions", "proposed_activities",
                    "risks", "gender_note", "culture_note",
                )
            },
        ),
        (
            gettext_lazy("Dates and decisions"),
            {
                "fields": (
                    "drafted_at", "sent_at", "silence_due_at", "validated_at", "finalised_at",
                    "final_by_silence", "priority_override", "priority_override_reason",
                )
            },
        ),
    )  # fmt: skip

    def panels(self, subject: Assessment, request: HttpRequest) -> Sequence[Panel]:
        """Show how its priority was weighed."""
        try:
            scored: Any = subject.priority_score
        except ObjectDoesNotExist:
            return ()
        rows = [(criterion.label, getattr(scored, criterion.value)) for criterion in Criterion]
        total = (_("Priority score"), plain(scored.total))
        return [Panel(_("Priority"), [*rows, total], note=scored.justification)]
