"""What belongs to a pledge: letter, agreement, acceptance checklist and instalments."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.choices.promises import AWAITING_CASH
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


class InstalmentQuerySet(OfPledgeQuerySet["Instalment"]):
    """Instalments, and what they come to."""

    def total(self) -> Decimal:
        """Return the sum of the amounts (of instalments of one pledge, so of one currency)."""
        found: Decimal | None = self.aggregate(total=Sum("amount"))["total"]
        return found or Decimal(0)

    def overdue(self, *, on: date) -> Self:
        """Keep those of agreed pledges whose day has passed and that no payment covers yet.

        Payments fill the schedule from its first day on: what has come in, with what banks kept
        of it, covers an instalment once it reaches the sum of all up to that day.
        """
        earlier = Instalment.objects.filter(
            pledge=OuterRef("pledge"), due_on__lte=OuterRef("due_on")
        ).order_by()
        called = earlier.values("pledge").annotate(sum=Sum("amount")).values("sum")
        paid = (
            F("pledge__contribution__received")
            - F("pledge__contribution__unapplied")
            + F("pledge__contribution__bank_charges")
        )
        return self.filter(pledge__state__in=AWAITING_CASH, due_on__lt=on).filter(
            Q(GreaterThan(Subquery(called), paid))
        )


class Instalment(models.Model):
    """One payment of the agreed schedule, in the currency of its pledge.

    The schedule of an agreed pledge adds up to its amount and changes no more: a deferred
    constraint trigger says so at every commit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("number"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    due_on = models.DateField(_("due on"))
    milestone = models.TextField(_("what must be shown first"), blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(name="one_instalment_per_number", fields=["pledge", "number"]),
            models.CheckConstraint(name="instalment_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.number}"

    @property
    def version(self) -> int:
        """Return the version of the pledge it belongs to."""
        return self.pledge.version

    @property
    def money(self) -> Money:
        """Return the amount in the currency of the pledge."""
        return Money(self.amount, self.pledge.currency)
