"""Who assesses, what they found in each area, what the State answered, and how it ranks."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, Self, TypeVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ta_requests.choices.assessment import Area, Criterion, RemarkKind
from ta_requests.models.assessment import Assessment
from workflows.actors import Actor

HIGHEST = 4
"""The best score of an area and the highest rating of a criterion; the least is 0."""

Part = TypeVar("Part", bound=models.Model)


class PartQuerySet(models.QuerySet[Part]):
    """Parts of an assessment, seen by whoever sees the assessment."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the parts of assessments the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))


class AssessorQuerySet(models.QuerySet["Assessor"]):
    """Assessors as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Declarations of interests are for staff and auditors only."""
        return self if actor.reads_all_cases else self.none()

    def serving(self) -> Self:
        """Keep those not relieved."""
        return self.filter(relieved_at__isnull=True)


class Assessor(models.Model):
    """One person on the team; those relieved stay on record, for they were authors too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assessors")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(_("lead assessor"), default=False)
    assigned_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    has_conflict = models.BooleanField(_("conflict of interest"), null=True)
    statement = models.TextField(_("statement"), blank=True)
    relieved_at = models.DateTimeField(null=True)

    objects = AssessorQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "person"],
                condition=Q(relieved_at__isnull=True),
                name="an_assessor_serves_once",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(is_lead=True, relieved_at__isnull=True),
                name="one_lead_assessor",
            ),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True, has_conflict__isnull=True)
                | Q(declared_at__isnull=False, has_conflict__isnull=False),
                name="a_declaration_says_yes_or_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class AssessedArea(models.Model):
    """One criminal-justice area: scored 0 to 4 on evidence, or set aside with the reason why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(_("area"), max_length=30, choices=Area)
    score = models.PositiveSmallIntegerField(
        _("score"), null=True, validators=[MaxValueValidator(HIGHEST)]
    )
    evidence = models.TextField(_("evidence"), blank=True)
    not_applicable_because = models.TextField(_("why it does not apply"), blank=True)

    objects: Any = PartQuerySet.as_manager()

    class Meta:
        ordering = ["area"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="an_area_is_scored_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=HIGHEST, not_applicable_because="")
                & ~Q(evidence="")
                | Q(score__isnull=True, evidence="") & ~Q(not_applicable_because=""),
                name="an_area_has_evidence_or_does_not_apply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {'n/a' if self.score is None else self.score}"


class StateValidation(models.Model):
    """What the State said about the report, word for word; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="state_validations"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind)
    text = models.TextField(_("text"), blank=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()

    objects: Any = PartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="validated") | ~Q(text=""), name="a_remark_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"


class PriorityWeightsQuerySet(models.QuerySet["PriorityWeights"]):
    """Weights by date."""

    def in_force(self, on: date) -> PriorityWeights:
        """Return the newest version that holds on that day."""
        return self.filter(valid_from__lte=on).order_by("-version")[:1].get()


class PriorityWeights(models.Model):
    """One version of the weights of the priority score, in hundredths; never changed.

    The score ranks, it never decides. A new opinion is a new version; assessments keep theirs.
    """

    version = models.PositiveSmallIntegerField(_("version"), primary_key=True)
    valid_from = models.DateField(_("valid from"))
    severity = models.PositiveSmallIntegerField(Criterion.SEVERITY.label)
    alignment = models.PositiveSmallIntegerField(Criterion.ALIGNMENT.label)
    ownership = models.PositiveSmallIntegerField(Criterion.OWNERSHIP.label)
    feasibility = models.PositiveSmallIntegerField(Criterion.FEASIBILITY.label)
    country_situation = models.PositiveSmallIntegerField(Criterion.COUNTRY_SITUATION.label)
    gender = models.PositiveSmallIntegerField(Criterion.GENDER.label)
    regional_balance = models.PositiveSmallIntegerField(Criterion.REGIONAL_BALANCE.label)
    source = models.TextField(_("source"))

    objects = PriorityWeightsQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    severity=100
                    - F("alignment")
                    - F("ownership")
                    - F("feasibility")
                    - F("country_situation")
                    - F("gender")
                    - F("regional_balance")
                ),
                name="weights_add_up_to_a_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    def weigh(self, ratings: dict[str, int]) -> Decimal:
        """Return the score from 0 to 100 of one rating (0 to 4) per criterion."""
        points = sum(getattr(self, name) * ratings[name] for name in Criterion.values)
        return Decimal(points) / HIGHEST


class PriorityScore(models.Model):
    """How an assessed request ranks: a rating per criterion, and the version of the weights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="priority_score"
    )
    weights = models.ForeignKey(PriorityWeights, on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField(Criterion.SEVERITY.label)
    alignment = models.PositiveSmallIntegerField(Criterion.ALIGNMENT.label)
    ownership = models.PositiveSmallIntegerField(Criterion.OWNERSHIP.label)
    feasibility = models.PositiveSmallIntegerField(Criterion.FEASIBILITY.label)
    country_situation = models.PositiveSmallIntegerField(Criterion.COUNTRY_SITUATION.label)
    gender = models.PositiveSmallIntegerField(Criterion.GENDER.label)
    regional_balance = models.PositiveSmallIntegerField(Criterion.REGIONAL_BALANCE.label)
    justification = models.TextField(_("justification"))
    total = models.DecimalField(_("priority score"), max_digits=5, decimal_places=2)

    objects: Any = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__lte": HIGHEST for name in Criterion.values}),
                name="ratings_go_from_0_to_4",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=100), name="a_score_is_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total}"
