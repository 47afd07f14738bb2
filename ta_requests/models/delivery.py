"""The delivery of one funded request: its work plan and its end."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from ta_requests.choices.delivery import IATI_STATUS, LIVE
from ta_requests.lifecycle.delivery import DeliveryLifecycle
from ta_requests.models.request import Request
from workflows.actors import Actor
from workflows.models import Subject


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a State its own, a donor those of requests it may see."""
        if actor.reads_all_cases:
            return self
        if actor.organisation_id is None:
            return self.none()
        shown = Q()
        if actor.sees("state"):
            shown |= Q(organisation_id=actor.organisation_id)
        if actor.sees("donor"):
            shown |= Q(request__in=Request.objects.visible_to(actor))
        return self.filter(shown) if shown else self.none()

    def live(self) -> Self:
        """Keep those whose work has not ended."""
        return self.filter(state__in=LIVE)


class Delivery(DeliveryLifecycle, Subject):
    """What UNODC and the State agreed to do with the money, and how it ended."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)

    plan = models.TextField(_("work plan"), blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    planned_by_id = models.UUIDField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by_id = models.UUIDField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by_id = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    follow_up_on = models.DateField(_("follow-up due on"), null=True, editable=False)
    follow_up_reminded_at = models.DateTimeField(null=True, editable=False)
    followed_up_at = models.DateTimeField(null=True, editable=False)
    followed_up_by_id = models.UUIDField(null=True, editable=False)
    follow_up_findings = models.TextField(blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="delivery_numbers_of_a_request"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=~Q(state="cancelled"),
                name="one_delivery_per_request",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("planned_by_id")),
                name="the_planner_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["formulation", "cancelled"])
                | Q(agreed_at__isnull=False, approved_at__isnull=False),
                name="an_approved_plan_is_agreed",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="a_plan_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["operationally_closed", "financially_closed"])
                | Q(ended_at__isnull=False, follow_up_on__isnull=False),
                name="an_ended_delivery_has_a_follow_up",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_at__isnull=True) | ~Q(follow_up_findings=""),
                name="a_follow_up_has_findings",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], name="delivery_of_state"),
            models.Index(
                fields=["follow_up_on"],
                name="delivery_follow_up",
                condition=Q(followed_up_at__isnull=True, follow_up_reminded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def iati_status(self) -> int:
        """Return the IATI 2.03 activity status."""
        return IATI_STATUS[self.state]
