"""Currencies of ISO 4217 and the UN operational rates of exchange."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

UN_OPERATIONAL = "un-operational"
"""The source of the rates that value what is booked (DOMAIN 2.6)."""


class CurrencyQuerySet(models.QuerySet["Currency"]):
    """Currencies by what may be done with them."""

    def offered(self) -> CurrencyQuerySet:
        """Keep those in which new amounts may be given: active, and with decimals we keep."""
        return self.filter(active=True, exponent__isnull=False)


class Currency(models.Model):
    """A code of the standard; withdrawn ones stay for amounts of their time."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    numeric = models.CharField(_("number"), max_length=3)
    exponent = models.PositiveSmallIntegerField(
        _("decimals"), null=True, blank=True, help_text=_("Empty: no amounts are kept in it.")
    )
    name = models.CharField(_("name"), max_length=100)
    active = models.BooleanField(_("in use"), default=True)

    objects = CurrencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="currency_code_is_three_capitals",
                condition=Q(code__regex=r"^[A-Z]{3}$"),
            ),
            models.CheckConstraint(
                name="currency_has_0_2_or_3_decimals",
                condition=Q(exponent__isnull=True) | Q(exponent__in=[0, 2, 3]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    """Rates by the day they are in force."""

    def in_force(
        self, currency: str, *, on: date, source: str = UN_OPERATIONAL
    ) -> ExchangeRateQuerySet:
        """Keep the one that holds: the newest effective date not after that day."""
        rates = self.filter(currency=currency, source=source, effective_on__lte=on)
        return rates.order_by("-effective_on")[:1]


class ExchangeRate(models.Model):
    """Units of a currency for one US dollar, from a day on, until a newer rate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    currency = models.ForeignKey(
        Currency, verbose_name=_("currency"), on_delete=models.PROTECT, related_name="rates"
    )
    effective_on = models.DateField(_("effective on"))
    units_per_usd = models.DecimalField(_("units per US dollar"), max_digits=20, decimal_places=8)
    source = models.CharField(_("source"), max_length=50, default=UN_OPERATIONAL)
    loaded_at = models.DateTimeField(_("loaded at"))

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate of exchange")
        verbose_name_plural = _("rates of exchange")
        ordering = ["-effective_on", "currency"]
        constraints = [
            models.UniqueConstraint(
                name="one_rate_per_currency_day_and_source",
                fields=["currency", "effective_on", "source"],
            ),
            models.CheckConstraint(
                name="rate_is_positive",
                condition=Q(units_per_usd__gt=0),
            ),
            models.CheckConstraint(
                name="a_dollar_is_a_dollar",
                condition=~Q(currency="USD") | Q(units_per_usd=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.effective_on} {self.units_per_usd.normalize():f}"
