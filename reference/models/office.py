"""What the office decides for itself: its holidays and the values our rules work with."""

from __future__ import annotations

import re
import uuid
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reference.models.names import Titled

VIENNA: Final = "Vienna"
PATTERNS: Final = {"rate": r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$", "count": r"^[0-9]{1,5}$"}


class HolidayQuerySet(models.QuerySet["Holiday"]):
    """Holidays by duty station."""

    def days(self, duty_station: str = VIENNA) -> frozenset[date]:
        """Return the days on which nobody is at work there."""
        return frozenset(self.filter(duty_station=duty_station).values_list("on", flat=True))


class Holiday(Titled):
    """An official holiday of a duty station."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    duty_station = models.CharField(_("duty station"), max_length=60, default=VIENNA)
    on = models.DateField(_("day"))
    source = models.TextField(_("source"))

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("official holiday")
        verbose_name_plural = _("official holidays")
        ordering = ["duty_station", "on"]
        constraints = [
            models.UniqueConstraint(name="one_holiday_per_day", fields=["duty_station", "on"]),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.title}"


class ParameterKind(models.TextChoices):
    """How the value of a parameter is read."""

    RATE = "rate", _("a share between 0 and 1")
    COUNT = "count", _("a whole number")


class Parameter(Titled):
    """A value a rule works with, the source it was taken from, and its kind."""

    code = models.CharField(_("code"), max_length=60, primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ParameterKind)
    value = models.CharField(_("value"), max_length=20)
    source = models.TextField(_("source"))

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="parameter_value_fits_its_kind",
                condition=Q(kind="rate", value__regex=PATTERNS["rate"])
                | Q(kind="count", value__regex=PATTERNS["count"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Explain kindly what the database would refuse."""
        if not re.fullmatch(PATTERNS.get(self.kind, "$^"), self.value):
            sentence = _("A share is written like 0.13, a whole number like 20.")
            raise ValidationError({"value": sentence})

    def as_decimal(self) -> Decimal:
        """Return the value as a number."""
        return Decimal(self.value)
