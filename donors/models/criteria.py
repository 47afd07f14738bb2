"""What a donor looks for, standing: places, groups, subjects, kinds of help and price."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.errors import Sentence
from workflows.actors import Actor


class StandingCriteriaQuerySet(models.QuerySet["StandingCriteria"]):
    """Criteria as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a donor its own, nobody else any."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()


def _codes(label: Sentence, longest: int) -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=longest), verbose_name=label, default=list)  # type: ignore[arg-type]


def _usd(label: Sentence) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=15, decimal_places=2, null=True)  # type: ignore[arg-type]


class StandingCriteria(models.Model):
    """One row per donor; an empty member asks for nothing. They inform, and bind nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("donor"),
        on_delete=models.PROTECT,
        related_name="standing_criteria",
    )
    countries = _codes(_("countries"), 3)
    regions = _codes(_("regions"), 3)
    groups = _codes(_("groups of countries"), 20)
    themes = _codes(_("themes"), 5)
    assistance_types = _codes(_("types of assistance"), 40)
    least_usd = _usd(_("gross from, in US dollars"))
    most_usd = _usd(_("gross up to, in US dollars"))
    note = models.TextField(_("note"), blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by_id = models.UUIDField(_("changed by"))

    objects = StandingCriteriaQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing criteria")
        verbose_name_plural = _("standing criteria")
        ordering = ["organisation", "pk"]
        constraints = [
            models.CheckConstraint(
                name="criteria_ask_for_a_possible_price",
                condition=(Q(least_usd__isnull=True) | Q(least_usd__gte=0))
                & (Q(most_usd__isnull=True) | Q(most_usd__gt=0))
                & (
                    Q(least_usd__isnull=True)
                    | Q(most_usd__isnull=True)
                    | Q(most_usd__gte=F("least_usd"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("standing criteria"))
