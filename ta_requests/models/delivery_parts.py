"""What a delivery brings: outputs, indicators with their values, and the State's feedback."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.delivery import UNSETTLED, AgeBand, OutputStatus, Sex
from ta_requests.models.component import Component
from ta_requests.models.delivery import Delivery
from workflows.actors import Actor


class OutputQuerySet(models.QuerySet["Output"]):
    """Outputs as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of deliveries the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(delivery__in=Delivery.objects.visible_to(actor))

    def unsettled(self) -> Self:
        """Keep those that stand in the way of completion."""
        return self.filter(status__in=UNSETTLED)


class Output(models.Model):
    """One thing to be delivered, accepted by the State line by line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="outputs")
    component = models.ForeignKey(
        Component, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=OutputStatus,
        default=OutputStatus.PLANNED,
        editable=False,
    )
    noticed_at = models.DateTimeField(null=True, editable=False)
    silence_due_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by_id = models.UUIDField(null=True, editable=False)
    note = models.TextField(_("note"), blank=True, editable=False)

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="output_numbers"),
            models.CheckConstraint(
                condition=~Q(status__in=["noticed", "accepted", "accepted_by_silence"])
                | Q(noticed_at__isnull=False, silence_due_at__isnull=False),
                name="an_output_is_noticed_before_it_is_accepted",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "noticed", "contested"], settled_at__isnull=True)
                | Q(status="accepted_by_silence", settled_at__isnull=False)
                | Q(
                    status__in=["accepted", "waived"],
                    settled_at__isnull=False,
                    settled_by_id__isnull=False,
                ),
                name="a_settled_output_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waived", "contested"]) | ~Q(note=""),
                name="a_waiver_or_contest_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["silence_due_at"], name="output_silence", condition=Q(status="noticed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of outputs the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(output__in=Output.objects.visible_to(actor))


class Indicator(models.Model):
    """How the result of an output is measured."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    output = models.ForeignKey(Output, on_delete=models.PROTECT, related_name="indicators")
    title = models.CharField(_("title"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=4)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["output", "title"], name="indicators_of_an_output"),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    """Values as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of indicators the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(indicator__in=Indicator.objects.visible_to(actor))


class IndicatorValue(models.Model):
    """One count as of a day, by sex and age only; a later row corrects an earlier one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    on = models.DateField(_("as of"))
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.ALL)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, default=AgeBand.ALL)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField()

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Feedback as one may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor's own State said; staff and auditors see all, donors nothing."""
        if actor.reads_all_cases:
            return self
        if not actor.sees("state") or actor.organisation_id is None:
            return self.none()
        return self.filter(delivery__organisation_id=actor.organisation_id)


class Feedback(models.Model):
    """How useful the assistance was to the State; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="feedback")
    rating = models.PositiveSmallIntegerField(_("rating"))
    text = models.TextField(_("text"), blank=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="feedback_goes_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating}"
