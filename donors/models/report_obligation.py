"""A report UNODC owes to a donor, made from the report schedule when a pledge is agreed."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from donors.choices.promises import ReportKind, ReportState
from donors.lifecycle.report_obligation import ReportLifecycle
from donors.models.files import SHA256, place_of
from donors.models.pledge import Pledge
from workflows.actors import Actor
from workflows.models import Subject

OWED = (ReportState.DUE, ReportState.RETURNED)


class ReportObligationQuerySet(models.QuerySet["ReportObligation"]):
    """Reports as one may see them, and by what is still owed."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a donor those owed to it."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def overdue(self, *, on: date) -> Self:
        """Keep those still owed after their day."""
        return self.filter(state__in=OWED, due_on__lt=on)

    def open_for_request(self, request_id: UUID) -> Self:
        """Keep those about one request that its donor has not accepted."""
        settled = (ReportState.ACCEPTED, ReportState.REPLACED)
        return self.filter(request_id=request_id).exclude(state__in=settled)


class ReportObligation(ReportLifecycle, Subject):
    """One report: what kind, when it is due, the file that was submitted, and who accepted it."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(
        "ta_requests.Request",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind)
    due_on = models.DateField(_("due on"))
    file = models.FileField(_("report"), upload_to=place_of, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by_id = models.UUIDField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)

    objects = ReportObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("report obligation")
        verbose_name_plural = _("report obligations")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(name="one_report_per_number", fields=["pledge", "number"]),
            models.CheckConstraint(
                name="report_is_there_when_submitted",
                condition=Q(state__in=(*OWED, ReportState.REPLACED))
                | (
                    Q(sha256__regex=SHA256, submitted_at__isnull=False)
                    & Q(submitted_by_id__isnull=False)
                    & ~Q(file="")
                ),
            ),
            models.CheckConstraint(
                name="report_accepted_by_whom",
                condition=~Q(state=ReportState.ACCEPTED)
                | Q(accepted_at__isnull=False, accepted_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="report_accepted_by_another",
                condition=Q(accepted_by_id__isnull=True) | ~Q(accepted_by_id=F("submitted_by_id")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_on", "id"], name="report_by_donor"),
            models.Index(fields=["request"], name="report_by_request"),
        ]

    def __str__(self) -> str:
        return self.reference

    def overdue(self, *, on: date) -> bool:
        """Tell whether it is still owed after its day."""
        return self.state in OWED and self.due_on < on
