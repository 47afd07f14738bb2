"""The examination of a donor that is neither a State nor part of the United Nations."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from donors.choices.promises import DueDiligenceState
from donors.lifecycle.due_diligence import DueDiligenceLifecycle
from donors.models.pledge_papers import OfficeQuerySet
from workflows.models import Subject

IN_FORCE = (DueDiligenceState.CLEARED, DueDiligenceState.CONDITIONAL)


class DueDiligenceQuerySet(OfficeQuerySet["DueDiligence"]):
    """Examinations, seen by UNODC and its auditors only."""

    def of_donor(self, organisation_id: UUID) -> Self:
        """Keep those of one donor, the newest decision first."""
        return self.filter(organisation_id=organisation_id).order_by("-decided_at")

    def valid(self, *, on: date) -> Self:
        """Keep clearances in date on a day."""
        return self.filter(state__in=IN_FORCE, valid_until__gte=on)

    def running_out(self, *, on: date, until: date) -> Self:
        """Keep clearances that end by ``until``, nobody was reminded of and nothing replaces."""
        later = self.model.objects.filter(
            Q(state=DueDiligenceState.PENDING)
            | Q(state__in=IN_FORCE, valid_until__gt=OuterRef("valid_until")),
            organisation=OuterRef("organisation"),
        )
        ending = self.valid(on=on).filter(valid_until__lte=until, reminded_at__isnull=True)
        return ending.exclude(Exists(later))

    def run_out(self, *, on: date) -> Self:
        """Keep clearances whose last day has passed."""
        return self.filter(state__in=IN_FORCE, valid_until__lt=on)


class DueDiligence(DueDiligenceLifecycle, Subject):
    """One examination: result, conditions, validity, by another than the relationship owner.

    It is of a donor, not of one pledge: while in date it serves every pledge of that donor.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    relationship_owner_id = models.UUIDField(editable=False)
    assessor_id = models.UUIDField(null=True, editable=False)
    findings = models.TextField(_("findings"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = DueDiligenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("due diligence")
        verbose_name_plural = _("due diligence")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_examination_per_donor",
                fields=["organisation"],
                condition=Q(state=DueDiligenceState.PENDING),
            ),
            models.CheckConstraint(
                name="examination_by_another_person",
                condition=Q(assessor_id__isnull=True) | ~Q(assessor_id=F("relationship_owner_id")),
            ),
            models.CheckConstraint(
                name="examination_decided_by_whom",
                condition=Q(state=DueDiligenceState.PENDING)
                | (Q(assessor_id__isnull=False, decided_at__isnull=False) & ~Q(findings="")),
            ),
            models.CheckConstraint(
                name="clearance_has_a_last_day",
                condition=~Q(state__in=IN_FORCE) | Q(valid_until__isnull=False),
            ),
            models.CheckConstraint(
                name="conditions_are_written",
                condition=~Q(state=DueDiligenceState.CONDITIONAL) | ~Q(conditions=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-decided_at"], name="examination_newest")]

    def __str__(self) -> str:
        return self.reference
