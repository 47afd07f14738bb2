"""What was pledged, what of it is agreed, and what became of the rest: they add up, for good."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from donors.models.pledge import Pledge
from workflows.actors import Actor


class PartialAgreementQuerySet(models.QuerySet["PartialAgreement"]):
    """Partial agreements, seen with their pledge."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a donor its own and nobody else's."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(pledge__organisation_id=actor.organisation_id)
        return self.none()


def _amount(label: Sentence, places: int = 3) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=20, decimal_places=places)  # type: ignore[arg-type]


class PartialAgreement(models.Model):
    """One narrowing of a pledge; ``rest`` is the pledge the rest became, none where it lapsed.

    Amounts are gross, in the currency of the pledge; dollars are of the day it was announced.
    The reason is in the trail of the pledge.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="partial_agreements")
    rest = models.OneToOneField(
        Pledge,
        verbose_name=_("the rest, pledged"),
        on_delete=models.PROTECT,
        related_name="left_by",
        null=True,
    )
    currency = models.CharField(_("currency"), max_length=3)
    whole_amount = _amount(_("pledged before"))
    agreed_amount = _amount(_("to be agreed"))
    rest_amount = _amount(_("the rest"))
    whole_usd = _amount(_("pledged before, in US dollars"), 2)
    agreed_usd = _amount(_("to be agreed, in US dollars"), 2)
    rest_usd = _amount(_("the rest, in US dollars"), 2)
    decided_at = models.DateTimeField(_("decided"))
    decided_by_id = models.UUIDField()

    objects = PartialAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("partial agreement")
        verbose_name_plural = _("partial agreements")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="parts_add_up_to_what_was_pledged",
                condition=Q(whole_amount=F("agreed_amount") + F("rest_amount"))
                & Q(whole_usd=F("agreed_usd") + F("rest_usd")),
            ),
            models.CheckConstraint(
                name="no_part_is_nothing",
                condition=Q(agreed_amount__gt=0, rest_amount__gt=0)
                & Q(agreed_usd__gte=0, rest_usd__gte=0),
            ),
            models.CheckConstraint(
                name="the_rest_is_another_pledge",
                condition=Q(rest__isnull=True) | ~Q(rest=F("pledge")),
            ),
            models.UniqueConstraint(
                name="a_pledge_is_narrowed_once_from_an_amount",
                fields=["pledge", "whole_amount"],
            ),
        ]

    def __str__(self) -> str:
        return str(self.pledge)
