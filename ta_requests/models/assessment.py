"""The needs assessment of one request."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from ta_requests.choices.assessment import OPEN, WRITABLE, AssessmentState
from ta_requests.lifecycle.assessment import AssessmentLifecycle
from workflows.actors import Actor
from workflows.models import Subject


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a State its own from the day it was sent; donors none."""
        if actor.reads_all_cases:
            return self
        if actor.sees("state") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id, sent_at__isnull=False)
        return self.none()

    def open(self) -> Self:
        """Keep those not yet finished."""
        return self.filter(state__in=OPEN)

    def of_request(self, request_id: UUID) -> Self:
        """Keep those of one request."""
        return self.filter(request_id=request_id)


class Assessment(AssessmentLifecycle, Subject):
    """What a State needs, as found on the spot and validated by the State.

    The four sections are those OP11 names. Once final nothing but the supersession is ever
    written again: a trigger keeps this row and its parts as they are.
    """

    request = models.ForeignKey(
        "ta_requests.Request", on_delete=models.PROTECT, related_name="assessments"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)

    needs = models.TextField(_("needs"), blank=True)
    priorities = models.TextField(_("priorities"), blank=True)
    challenges = models.TextField(_("challenges"), blank=True)
    restrictions = models.TextField(_("restrictions"), blank=True)
    proposed_activities = models.TextField(_("proposed activities"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    gender_note = models.TextField(_("gender perspective"), blank=True)
    culture_note = models.TextField(_("cultural diversity"), blank=True)

    drafted_at = models.DateTimeField(null=True, editable=False)
    drafted_by_id = models.UUIDField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by_id = models.UUIDField(null=True, editable=False)
    silence_due_at = models.DateTimeField(null=True, editable=False)
    silence_noted_at = models.DateTimeField(null=True, editable=False)
    validated_at = models.DateTimeField(null=True, editable=False)
    validated_by_id = models.UUIDField(null=True, editable=False)
    finalised_at = models.DateTimeField(null=True, editable=False)
    finalised_by_id = models.UUIDField(null=True, editable=False)
    final_by_silence = models.BooleanField(default=False, editable=False)
    priority_override = models.DecimalField(
        _("priority by override"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    priority_override_reason = models.TextField(blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="assessment_numbers_of_a_request"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=~Q(state__in=["cancelled", "superseded"]),
                name="one_living_assessment_per_request",
            ),
            models.CheckConstraint(
                condition=Q(sent_by_id__isnull=True) | ~Q(sent_by_id=F("drafted_by_id")),
                name="the_author_does_not_send_the_report",
            ),
            models.CheckConstraint(
                condition=Q(finalised_by_id__isnull=True) | ~Q(finalised_by_id=F("drafted_by_id")),
                name="the_author_does_not_finalise",
            ),
            models.CheckConstraint(
                condition=~Q(state="state_validation")
                | Q(sent_at__isnull=False, silence_due_at__isnull=False),
                name="validation_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["final", "superseded"])
                | Q(finalised_at__isnull=False, finalised_by_id__isnull=False)
                & (Q(validated_at__isnull=False) | Q(final_by_silence=True)),
                name="final_was_validated_or_silent",
            ),
            models.CheckConstraint(
                condition=Q(priority_override__isnull=True, priority_override_reason="")
                | Q(priority_override__gte=0, priority_override__lte=100)
                & ~Q(priority_override_reason=""),
                name="a_priority_override_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["silence_due_at"],
                name="assessment_silence",
                condition=Q(state="state_validation", silence_noted_at__isnull=True),
            ),
            models.Index(fields=["organisation"], name="assessment_of_state"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_writable(self) -> bool:
        """Tell whether the team may write the report now."""
        return self.state in WRITABLE

    @property
    def is_final(self) -> bool:
        """Tell whether the report can never change again."""
        return self.state in {AssessmentState.FINAL, AssessmentState.SUPERSEDED}
