"""An accounting period: one month, and whether it still takes postings."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donors.lifecycle.period import AccountingPeriodLifecycle
from workflows.actors import Actor
from workflows.models import Subject


def period_of(day: date) -> str:
    """Return the month of a value date: "2026-10"."""
    return f"{day:%Y-%m}"


class AccountingPeriodQuerySet(models.QuerySet["AccountingPeriod"]):
    """Periods as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Show the office its periods."""
        return self if actor.reads_all_cases else self.none()


class AccountingPeriod(AccountingPeriodLifecycle, Subject):
    """A month somebody certified for closing; months without a row are open."""

    month = models.CharField(_("month"), max_length=7)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by_id = models.UUIDField(null=True, editable=False)

    objects = AccountingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("accounting period")
        verbose_name_plural = _("accounting periods")
        ordering = ["-month", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=~Q(state="refused"), name="one_closing_per_month"
            ),
            models.CheckConstraint(
                condition=Q(month__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="an_accounting_period_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("created_by_id")),
                name="a_month_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="certified")
                | Q(decided_at__isnull=False, decided_by_id__isnull=False),
                name="a_month_is_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.month

    @property
    def reference(self) -> str:
        """Return what the trail calls it."""
        return self.month
