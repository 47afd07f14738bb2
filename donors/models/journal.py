"""The ledger: journals of lines that add up to nothing, never changed; and their running sums."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.models.allotment import Allotment
from donors.models.contribution import Contribution
from ta_requests.models import Component, Request
from workflows.actors import Actor


class OwnMoneyQuerySet(models.QuerySet[Any]):
    """Rows of the ledger as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a donor what is booked on its own contributions."""
        if actor.reads_all_cases:
            return self
        return self.filter(contribution__in=Contribution.objects.visible_to(actor))


class Journal(models.Model):
    """What one act books: kind, the event it belongs to, its value date and period.

    ``lines`` counts the lines, so that none can be added later. A journal without lines records
    an act on money by which nothing moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=JournalKind)
    subject_type = models.CharField(_("subject"), max_length=40)
    subject_id = models.UUIDField()
    event_seq = models.PositiveIntegerField(_("event"))
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="journals", null=True
    )
    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="journals", null=True
    )
    value_on = models.DateField(_("value date"))
    period = models.CharField(_("period"), max_length=7)
    actor_id = models.UUIDField(null=True)
    text = models.TextField(_("text"), blank=True)
    warning: models.JSONField[Any, Any] = models.JSONField(_("warning"), null=True)
    lines_count = models.PositiveSmallIntegerField(_("lines"))
    effective_at = models.DateTimeField(_("in effect"))
    at = models.DateTimeField(_("posted"), db_default=models.functions.Now())

    objects = OwnMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "event_seq"], name="one_journal_per_event"
            ),
            models.CheckConstraint(
                condition=Q(period__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="a_period_is_a_month",
            ),
        ]
        indexes = [
            models.Index(fields=["contribution", "value_on"], name="journal_of_contribution"),
            models.Index(fields=["-at", "id"], name="journal_newest"),
            models.Index(fields=["allotment"], name="journal_of_allotment"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value_on}"


class JournalLine(models.Model):
    """An amount on an account: a debit above nothing, a credit below, with its booked dollars.

    ``rate`` is the rate the dollars were booked at; empty where only dollars move.
    """

    id = models.BigAutoField(primary_key=True)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(_("account"), max_length=30, choices=Account)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="+", null=True
    )
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, related_name="+", null=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+", null=True)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    usd = models.DecimalField(_("US dollars"), max_digits=20, decimal_places=3)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=8, null=True)
    rate_on = models.DateField(_("date of the rate"), null=True)
    rate_source = models.CharField(_("source of the rate"), max_length=50, blank=True)

    objects = OwnMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0, usd=0), name="a_line_moves_something"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gt=0), name="a_line_has_a_possible_rate"
            ),
        ]
        indexes = [
            models.Index(fields=["contribution", "account"], name="line_of_contribution"),
            models.Index(fields=["allotment"], name="line_of_allotment"),
            models.Index(fields=["component", "account"], name="line_of_component"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.money}"

    @property
    def money(self) -> Money:
        """Return the amount in its original currency."""
        return Money(self.amount, self.currency)


class AccountBalance(models.Model):
    """The sum of all lines on an account, kept by the database as lines are inserted.

    No one but the trigger writes it; looking a balance up costs the same at any age of the ledger.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(_("account"), max_length=30, choices=Account)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="balances", null=True
    )
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+", null=True)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=24, decimal_places=3)
    usd = models.DecimalField(_("US dollars"), max_digits=24, decimal_places=3)
    lines_count = models.PositiveBigIntegerField(_("lines"))

    objects = OwnMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        ordering = ["contribution", "account", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "account", "component", "currency"],
                nulls_distinct=False,
                name="one_balance_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.money}"

    @property
    def money(self) -> Money:
        """Return the balance in its original currency."""
        return Money(self.amount, self.currency)
