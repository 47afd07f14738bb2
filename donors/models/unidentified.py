"""Cash in the bank that no one has matched with a pledge yet."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.lifecycle.unidentified import UnidentifiedReceiptLifecycle
from donors.models.receipt import Receipt
from workflows.actors import Actor
from workflows.models import Subject


class UnidentifiedReceiptQuerySet(models.QuerySet["UnidentifiedReceipt"]):
    """Unidentified cash, seen by the office."""

    def visible_to(self, actor: Actor) -> Self:
        """Show the office what came; no donor knows yet whose it is."""
        return self if actor.reads_all_cases else self.none()


class UnidentifiedReceipt(UnidentifiedReceiptLifecycle, Subject):
    """What the bank statement says, valued on its day; nothing is ever allotted from it."""

    bank_reference = models.CharField(_("bank reference"), max_length=80)
    value_on = models.DateField(_("value date"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    usd = models.DecimalField(_("US dollars"), max_digits=20, decimal_places=3)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=8)
    rate_on = models.DateField(_("date of the rate"))
    rate_source = models.CharField(_("source of the rate"), max_length=50)
    remark = models.TextField(_("remark"), blank=True)
    receipt = models.OneToOneField(
        Receipt, on_delete=models.PROTECT, related_name="origin", null=True, editable=False
    )
    identified_at = models.DateTimeField(_("identified"), null=True, editable=False)
    identified_by_id = models.UUIDField(null=True, editable=False)

    objects = UnidentifiedReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("unidentified receipt")
        verbose_name_plural = _("unidentified receipts")
        ordering = ["-value_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                Upper("bank_reference"), name="one_unidentified_receipt_per_bank_reference"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, usd__gte=0, rate__gt=0), name="unidentified_cash_is_cash"
            ),
            models.CheckConstraint(
                condition=Q(state="open", receipt__isnull=True)
                | Q(
                    state="identified",
                    receipt__isnull=False,
                    identified_at__isnull=False,
                    identified_by_id__isnull=False,
                ),
                name="identified_cash_is_a_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_reference}: {self.money}"

    @property
    def reference(self) -> str:
        """Return what the trail calls it."""
        return self.bank_reference[:40]

    @property
    def money(self) -> Money:
        """Return what arrived."""
        return Money(self.amount, self.currency)
