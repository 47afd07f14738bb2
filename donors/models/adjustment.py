"""An adjustment: money corrected or moved outside of allotments, by two people."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.money import Money
from donors.choices.adjustments import (
    BY_ITS_DONORS_WORD,
    AdjustmentKind,
    AdjustmentState,
    RefundSource,
)
from donors.lifecycle.adjustment import AdjustmentLifecycle
from donors.models.contribution import Contribution
from workflows.actors import Actor
from workflows.models import Subject


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    """Adjustments as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a donor what was done with its own money."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id, state="approved")
        return self.none()

    def waiting_in(self, month: str) -> Self:
        """Keep those dated in a month ("2026-10") or before on which nobody has decided.

        What is dated in a closed month is booked in a later one, and waits in that.
        """
        year, number = map(int, month.split("-"))
        dated = Q(value_on__year__lt=year) | Q(value_on__year=year, value_on__month__lte=number)
        return self.filter(dated, state=AdjustmentState.ENTERED)


class Adjustment(AdjustmentLifecycle, Subject):
    """A write-down, refund, application, reprogramming, levy or revaluation of a contribution.

    ``amount`` is gross, in the contribution's currency; nothing for a revaluation, which moves
    dollars alone. ``usd`` is what it was worth as booked, ``usd_paid`` what a refund cost on its
    value date; the difference is an exchange difference. ``donor_word`` says where the donor
    agreed.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="adjustments"
    )
    target = models.ForeignKey(
        Contribution,
        verbose_name=_("to contribution"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    relationship_owner_id = models.UUIDField(null=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=AdjustmentKind)
    source = models.CharField(
        _("refunded from"), max_length=20, choices=RefundSource, blank=True, default=""
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    value_on = models.DateField(_("value date"))
    document_reference = models.CharField(_("document reference"), max_length=80, blank=True)
    donor_word = models.TextField(_("the donor's word"), blank=True)
    explanation = models.TextField(_("explanation"))
    usd = models.DecimalField(_("US dollars as booked"), max_digits=20, decimal_places=3, null=True)
    usd_paid = models.DecimalField(
        _("US dollars on the value date"), max_digits=20, decimal_places=3, null=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by_id = models.UUIDField(null=True, editable=False)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(kind=AdjustmentKind.REVALUATION, amount=0),
                name="an_adjustment_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AdjustmentKind.REFUND) ^ ~Q(source=""),
                name="a_refund_has_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=BY_ITS_DONORS_WORD) | ~Q(donor_word=""),
                name="money_is_moved_by_its_donors_word",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AdjustmentKind.REPROGRAMMING)
                | Q(target__isnull=False) & ~Q(target=F("contribution")),
                name="a_balance_is_reprogrammed_to_another",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(kind__in=BY_ITS_DONORS_WORD),
                name="only_some_adjustments_have_a_target",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True)
                | (
                    ~Q(decided_by_id=F("created_by_id"))
                    & (
                        Q(relationship_owner_id__isnull=True)
                        | ~Q(decided_by_id=F("relationship_owner_id"))
                    )
                ),
                name="an_adjustment_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="entered")
                | Q(decided_at__isnull=False, decided_by_id__isnull=False),
                name="an_adjustment_is_decided_by_someone",
            ),
            models.UniqueConstraint(
                fields=["contribution", "kind"],
                condition=Q(state="entered") & ~Q(kind=AdjustmentKind.LEVY),
                name="one_open_adjustment_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="adjustment_of_donor"),
            models.Index(fields=["-created_at", "id"], name="adjustment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.money}"

    @property
    def pledge_id(self) -> UUID:
        """Return the pledge whose money it is."""
        return self.contribution.pledge_id

    @property
    def money(self) -> Money:
        """Return the amount."""
        return Money(self.amount, self.currency)
