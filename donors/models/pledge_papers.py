"""What belongs to a pledge: letter, agreement and acceptance checklist."""

from __future__ import annotations

import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from donors.models.files import StoredFile
from donors.models.pledge import Pledge
from workflows.actors import Actor

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfPledgeQuerySet(models.QuerySet[Row_co]):
    """Rows that are seen with their pledge."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the rows of pledges the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(Exists(Pledge.objects.visible_to(actor).filter(pk=OuterRef("pledge"))))


class OfficeQuerySet(models.QuerySet[Row_co]):
    """Rows that only UNODC and its auditors see."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep all rows for those who read all cases, none for others."""
        return self if actor.reads_all_cases else self.none()


class PledgeLetter(StoredFile):
    """The letter on which UNODC announces a pledge in a donor's name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="letter")
    dated_on = models.DateField(_("dated"))

    objects = OfPledgeQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")


class Agreement(StoredFile):
    """The file both sides sign; who signed and who accepted stands on the pledge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="agreement")

    objects = OfPledgeQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    @property
    def version(self) -> int:
        """Return the version of the pledge it belongs to."""
        return self.pledge.version


class AcceptanceChecklist(models.Model):
    """The points of regulation 3.12 as one officer answered them; due diligence is its own act."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="checklist")
    purpose_consistent = models.BooleanField(_("purpose consistent with the mandate"))
    no_added_liability = models.BooleanField(_("no added liability"))
    no_regular_budget_cost = models.BooleanField(_("no cost to the regular budget"))
    note = models.TextField(_("note"), blank=True)
    answered_at = models.DateTimeField(editable=False)
    answered_by_id = models.UUIDField(editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance checklist")
        verbose_name_plural = _("acceptance checklists")

    def __str__(self) -> str:
        return str(_("acceptance checklist"))

    @property
    def complete(self) -> bool:
        """Tell whether every point is met."""
        return self.purpose_consistent and self.no_added_liability and self.no_regular_budget_cost
