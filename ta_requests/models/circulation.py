"""The notice to a State before its needs are shown to donors."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from ta_requests.choices.request import OPEN_CIRCULATION, CirculationState, ConsentClass
from ta_requests.lifecycle.circulation import CirculationLifecycle
from ta_requests.models.request import Request
from workflows.actors import Actor
from workflows.models import Subject


class CirculationQuerySet(models.QuerySet["Circulation"]):
    """Circulations as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a State its own; a donor sees the request itself instead."""
        if actor.reads_all_cases:
            return self
        if actor.organisation_id is None or not actor.sees("state"):
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)

    def open(self) -> Self:
        """Keep those noticed or circulated."""
        return self.filter(state__in=OPEN_CIRCULATION)

    def due(self, now: datetime) -> Self:
        """Keep the notices whose time to object has passed."""
        return self.filter(state=CirculationState.NOTICED, deadline_at__lte=now)


class Circulation(CirculationLifecycle, Subject):
    """One round: noticed, then circulated unless the State objects in time."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="circulations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    consent_class = models.CharField(_("who may see it"), max_length=20, choices=ConsentClass)
    deadline_at = models.DateTimeField(_("objections until"))
    circulated_at = models.DateTimeField(_("circulated"), null=True, editable=False)
    objected_at = models.DateTimeField(_("objected"), null=True, editable=False)
    objected_by_id = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = _("circulation")
        verbose_name_plural = _("circulations")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                name="circulation_due",
                condition=Q(state=CirculationState.NOTICED.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="circulations_of_a_request"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=OPEN_CIRCULATION),
                name="one_open_circulation_per_request",
            ),
            models.CheckConstraint(
                condition=~Q(state="circulated")
                | Q(circulated_at__isnull=False, circulated_at__gte=models.F("deadline_at")),
                name="circulated_after_the_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state="objected")
                | Q(objected_at__isnull=False, objected_by_id__isnull=False),
                name="an_objection_has_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False),
                name="an_ended_circulation_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} ({self.number})"
