"""The question for another programme support rate than the standard one, and its answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import WaiverState
from donors.lifecycle.psc_waiver import PscWaiverLifecycle
from donors.models.pledge import Pledge
from donors.models.pledge_papers import OfficeQuerySet
from workflows.models import Subject


class PscWaiverQuerySet(OfficeQuerySet["PscWaiver"]):
    """Waivers, seen by UNODC and its auditors only."""


class PscWaiver(PscWaiverLifecycle, Subject):
    """One rate for one pledge, with the clause that allows it and the reason."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="psc_waivers")
    relationship_owner_id = models.UUIDField(null=True, editable=False)
    rate = models.DecimalField(_("rate"), max_digits=7, decimal_places=6)
    clause = models.CharField(_("clause that allows it"), max_length=200)
    justification = models.TextField(_("reason"))
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by_id = models.UUIDField(null=True, editable=False)

    objects = PscWaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver of the programme support rate")
        verbose_name_plural = _("waivers of the programme support rate")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_waiver_per_pledge",
                fields=["pledge"],
                condition=Q(state=WaiverState.ASKED),
            ),
            models.CheckConstraint(
                name="waived_rate_is_a_share", condition=Q(rate__gte=0, rate__lte=1)
            ),
            models.CheckConstraint(
                name="waiver_is_explained", condition=~Q(clause="") & ~Q(justification="")
            ),
            models.CheckConstraint(
                name="waiver_decided_by_another",
                condition=Q(decided_by_id__isnull=True)
                | (
                    ~Q(decided_by_id=F("created_by_id"))
                    & (
                        Q(relationship_owner_id__isnull=True)
                        | ~Q(decided_by_id=F("relationship_owner_id"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="waiver_decided_by_whom",
                condition=Q(state=WaiverState.ASKED)
                | Q(decided_at__isnull=False, decided_by_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate:.2%}"
