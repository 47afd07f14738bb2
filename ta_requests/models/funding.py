"""What a request knows about money: the figures the donors' room pushes, nothing behind them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ta_requests.models.component import Component
from ta_requests.models.request import Request
from ta_requests.models.request_parts import InnerPartQuerySet

NOTHING = Decimal(0)


def _usd(label: object) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(label, max_digits=20, decimal_places=3, default=NOTHING)  # type: ignore[arg-type]


class FundingPosition(models.Model):
    """The three totals of one request, never mixed, and what was done with the money (DOMAIN 2.1).

    Net or gross as named by the donors' room; USD as booked. Only the system writes it.
    """

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="position"
    )
    pledged_usd = _usd(_("pledged"))
    committed_usd = _usd(_("committed"))
    received_usd = _usd(_("received"))
    released_usd = _usd(_("released"))
    open_obligations_usd = _usd(_("open obligations"))
    expenditure_usd = _usd(_("expenditure"))
    allotments_open = models.BooleanField(default=False)
    reports_open = models.BooleanField(default=False)
    local_resources_cover_phase_1 = models.BooleanField(default=False)
    as_of = models.DateTimeField()

    objects = InnerPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding position")
        verbose_name_plural = _("funding positions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    pledged_usd__gte=0,
                    committed_usd__gte=0,
                    received_usd__gte=0,
                    released_usd__gte=0,
                    open_obligations_usd__gte=0,
                ),
                name="no_total_is_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.released_usd}"


class ComponentFunding(models.Model):
    """The same of one component; what is released is programmable, as booked."""

    component = models.OneToOneField(
        Component, on_delete=models.PROTECT, primary_key=True, related_name="funding"
    )
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="component_fundings"
    )
    released_net_usd = _usd(_("released, programmable"))
    in_kind_covered = models.BooleanField(default=False)
    pledged_usd = _usd(_("pledged"))
    committed_usd = _usd(_("committed"))
    received_usd = _usd(_("received"))

    objects = InnerPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_net_usd__gte=0), name="nothing_less_than_nothing_is_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id}: {self.released_net_usd}"

    @property
    def covers(self) -> bool:
        """Tell whether the component is paid: cash released, or goods matched line by line."""
        return self.in_kind_covered or self.released_net_usd >= self.component.net
