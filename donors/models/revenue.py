"""UNODC's own published revenue of past years: by donor, and by financing instrument."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from workflows.actors import Actor


class RevenueQuerySet(models.QuerySet[Any]):
    """Revenue as published: open to everyone who is somebody here."""

    def visible_to(self, actor: Actor) -> Self:
        """Everybody with a scope sees all of it; it is published."""
        return self if actor.scopes else self.none()

    def totals(self, *by: str) -> dict[tuple[Any, ...], Decimal]:
        """Return US dollars by the columns given, negative rows subtracted."""
        rows = self.order_by(*by).values_list(*by).annotate(total=Sum("amount_usd"))
        return {tuple(row[:-1]): row[-1] for row in rows}


class Revenue(models.Model):
    """One row of a published table, in US dollars; below nothing where it was corrected.

    A year is loaded whole and once: ``number`` counts its rows in the order of the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("row of the year"))
    category = models.CharField(_("category"), max_length=100)
    amount_usd = models.DecimalField(_("US dollars"), max_digits=20, decimal_places=2)
    file_name = models.CharField(_("file"), max_length=255)
    line = models.PositiveIntegerField(_("line"))
    loaded_at = models.DateTimeField(_("loaded"))

    objects = RevenueQuerySet.as_manager()

    class Meta:
        abstract = True


class RevenueByDonor(Revenue):
    """What one donor gave in one year, by category, as UNODC published it."""

    donor = models.CharField(_("donor"), max_length=200)

    class Meta:
        verbose_name = _("published revenue of a donor")
        verbose_name_plural = _("published revenue by donor")
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_row_of_revenue_by_donor"),
            models.UniqueConstraint(
                fields=["year", "donor", "category"], name="one_revenue_per_donor_and_category"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="revenue_by_donor_has_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.donor}"


class RevenueByInstrument(Revenue):
    """One published amount of one year under a financing instrument (UN Data Standards).

    Equal rows are different amounts: the publisher lists every contribution.
    """

    instrument = models.CharField(_("financing instrument"), max_length=5)
    instrument_name = models.CharField(_("name of the instrument"), max_length=100)

    class Meta:
        verbose_name = _("published revenue of an instrument")
        verbose_name_plural = _("published revenue by instrument")
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="one_row_of_revenue_by_instrument"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="revenue_by_instrument_has_a_year",
            ),
            models.CheckConstraint(
                condition=Q(instrument__regex=r"^R[0-9]{2}[A-Z]?$"),
                name="revenue_has_an_instrument",
            ),
        ]
        indexes = [models.Index(fields=["instrument", "-year"], name="revenue_by_instrument_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.instrument}"
