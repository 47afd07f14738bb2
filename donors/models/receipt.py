"""A receipt: cash in the bank, under its bank's reference; never changed afterwards."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.models.contribution import Contribution
from workflows.actors import Actor


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts, seen by whoever sees the contribution."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of contributions the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(contribution__in=Contribution.objects.visible_to(actor))


class Receipt(models.Model):
    """One payment of a donor: what arrived, what of it counts, and what the bank kept.

    ``applied`` counts towards the contribution, ``unapplied`` is more than was agreed and waits
    for the donor's word. Dollars are fixed at the UN operational rate of the value date. What
    others have published was entered by nobody and carries their identifier instead of a bank's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="receipts"
    )
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    value_on = models.DateField(_("value date"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    applied = models.DecimalField(_("applied"), max_digits=20, decimal_places=3)
    unapplied = models.DecimalField(_("unapplied"), max_digits=20, decimal_places=3)
    bank_charges = models.DecimalField(_("bank charges"), max_digits=20, decimal_places=3)
    usd = models.DecimalField(_("US dollars"), max_digits=20, decimal_places=3)
    usd_applied = models.DecimalField(_("US dollars applied"), max_digits=20, decimal_places=3)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=8)
    rate_on = models.DateField(_("date of the rate"))
    rate_source = models.CharField(_("source of the rate"), max_length=50)
    entered_by_id = models.UUIDField(_("entered by"), null=True)
    relationship_owner_id = models.UUIDField(_("relationship owner then"), null=True)
    entered_at = models.DateTimeField(_("entered"))

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-value_on", "pk"]
        constraints = [
            models.UniqueConstraint(Upper("bank_reference"), name="one_receipt_per_bank_reference"),
            models.CheckConstraint(
                condition=Q(amount=F("applied") + F("unapplied")),
                name="a_receipt_is_applied_or_unapplied",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount__gt=0,
                    applied__gte=0,
                    unapplied__gte=0,
                    bank_charges__gte=0,
                    usd__gte=F("usd_applied"),
                    usd_applied__gte=0,
                    rate__gt=0,
                ),
                name="a_receipt_brings_money",
            ),
            models.CheckConstraint(
                condition=Q(entered_by_id__isnull=False)
                | Q(bank_reference__startswith="published:"),
                name="somebody_enters_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(relationship_owner_id__isnull=True)
                | ~Q(entered_by_id=F("relationship_owner_id")),
                name="the_relationship_owner_enters_no_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["contribution", "-value_on"], name="receipt_of_contribution")
        ]

    def __str__(self) -> str:
        return f"{self.bank_reference}: {self.money}"

    @property
    def money(self) -> Money:
        """Return what arrived."""
        return Money(self.amount, self.currency)
