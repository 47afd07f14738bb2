"""A milestone of a delivery; later instalments of contributions may wait for it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from ta_requests.lifecycle.milestone import MilestoneLifecycle
from ta_requests.models.delivery import Delivery
from ta_requests.models.delivery_parts import Output
from workflows.actors import Actor
from workflows.models import Subject


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of deliveries the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(delivery__in=Delivery.objects.visible_to(actor))


class Milestone(MilestoneLifecycle, Subject):
    """A step of the work plan that someone must prove and someone else must believe."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="milestones")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    output = models.ForeignKey(
        Output, on_delete=models.PROTECT, related_name="milestones", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=300)
    due_on = models.DateField(_("due on"))
    evidence = models.TextField(_("evidence"), blank=True, editable=False)
    evidence_document = models.ForeignKey(
        "ta_requests.Document",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    evidence_at = models.DateTimeField(null=True, editable=False)
    evidence_by_id = models.UUIDField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="milestone_numbers"),
            models.CheckConstraint(
                condition=Q(state="planned")
                | ~Q(evidence="") & Q(evidence_at__isnull=False, evidence_by_id__isnull=False),
                name="evidence_is_given_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                & Q(accepted_by_id__isnull=False)
                & ~Q(accepted_by_id=F("evidence_by_id"))
                | ~Q(state="accepted") & Q(accepted_at__isnull=True, accepted_by_id__isnull=True),
                name="the_provider_does_not_accept",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
