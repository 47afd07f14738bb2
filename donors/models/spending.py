"""Obligations and expenditures, row by row: what for, on which paper, for which milestone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.choices.adjustments import ReferenceKind, SpendingKind
from donors.models.allotment import Allotment
from donors.models.contribution import Contribution
from donors.models.journal import OwnMoneyQuerySet
from ta_requests.models import Component, Milestone


class SpendingEntry(models.Model):
    """One obligation, cancellation or expenditure of an allotment; never changed afterwards.

    ``amount`` is net of support cost, in the allotment's currency, above nothing whatever the
    kind. The description names no supplier and no person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="spending")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="spending", null=True
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SpendingKind)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    usd = models.DecimalField(_("US dollars"), max_digits=20, decimal_places=3)
    psc = models.DecimalField(_("support cost booked with it"), max_digits=20, decimal_places=3)
    description = models.CharField(_("what for"), max_length=300, blank=True)
    document_reference = models.CharField(_("document reference"), max_length=80, blank=True)
    value_on = models.DateField(_("value date"))
    entered_by_id = models.UUIDField(_("entered by"))
    relationship_owner_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField(_("entered"))

    objects = OwnMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation or expenditure")
        verbose_name_plural = _("obligations and expenditures")
        ordering = ["-entered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_has_an_amount"),
            models.CheckConstraint(
                condition=Q(kind=SpendingKind.EXPENDITURE) | Q(psc=0),
                name="support_cost_follows_expenditure",
            ),
            models.CheckConstraint(
                condition=Q(relationship_owner_id__isnull=True)
                | ~Q(entered_by_id=F("relationship_owner_id")),
                name="the_relationship_owner_enters_no_spending",
            ),
        ]
        indexes = [
            models.Index(fields=["allotment", "entered_at"], name="spending_of_allotment"),
            models.Index(fields=["-entered_at", "id"], name="spending_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.money}"

    @property
    def money(self) -> Money:
        """Return the amount, net."""
        return Money(self.amount, self.currency)


class ExternalReference(models.Model):
    """The number a contribution or an allotment has in another system; added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="external_references"
    )
    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="external_references", null=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReferenceKind)
    value = models.CharField(_("number"), max_length=60)
    entered_by_id = models.UUIDField(_("entered by"))
    entered_at = models.DateTimeField(_("entered"))

    objects = OwnMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("external reference")
        verbose_name_plural = _("external references")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "allotment", "kind", "value"],
                nulls_distinct=False,
                name="an_external_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(value__regex=r"^[A-Za-z0-9][A-Za-z0-9 ./_-]*$"),
                name="an_external_reference_is_plain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
