"""One costed part of what is to be delivered; frozen once its assessment is final."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.money import Money
from reference.models import AssistanceType, Theme
from ta_requests.choices.assessment import ComponentStatus, FundingKind
from ta_requests.models.assessment import Assessment
from ta_requests.models.request import Request
from workflows.actors import Actor

SETTLED = ~Q(status=ComponentStatus.PROPOSED)


class ComponentQuerySet(models.QuerySet["Component"]):
    """Components as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those of visible assessments and, once frozen, those of visible requests."""
        if actor.reads_all_cases:
            return self
        shown = SETTLED & Q(request__in=Request.objects.visible_to(actor))
        if actor.sees("state"):
            shown |= Q(assessment__in=Assessment.objects.visible_to(actor))
        return self.filter(shown)

    def settled(self) -> Self:
        """Keep those that are no longer being written: what others than the State may see."""
        return self.filter(SETTLED)

    def standing(self) -> Self:
        """Keep those of the assessment in force: what money may be sought for."""
        return self.filter(status=ComponentStatus.FROZEN)

    def of_request(self, request_id: UUID) -> Self:
        """Keep those of one request."""
        return self.filter(request_id=request_id)


class Component(models.Model):
    """A part of the assistance with its budget: net, programme support cost and gross in USD."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="components")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="components")
    number = models.PositiveSmallIntegerField(_("number"))
    phase = models.PositiveSmallIntegerField(_("phase"), default=1)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    assistance_type = models.ForeignKey(AssistanceType, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, default=1)
    unit = models.CharField(_("unit"), max_length=60)
    funding_kind = models.CharField(
        _("in cash or in kind"), max_length=10, choices=FundingKind, default=FundingKind.CASH
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD", editable=False)
    net = models.DecimalField(_("net"), max_digits=20, decimal_places=3)
    psc_rate = models.DecimalField(_("rate of support cost"), max_digits=7, decimal_places=6)
    psc = models.DecimalField(_("programme support cost"), max_digits=20, decimal_places=3)
    gross = models.DecimalField(_("gross"), max_digits=20, decimal_places=3)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ComponentStatus,
        default=ComponentStatus.PROPOSED,
        editable=False,
    )

    objects = ComponentQuerySet.as_manager()

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering = ["phase", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="component_numbers_of_an_assessment"
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("psc")), name="parts_add_up"),
            models.CheckConstraint(
                condition=Q(net__gt=0, psc__gte=0, quantity__gt=0, phase__gte=1, number__gte=1),
                name="a_component_has_a_budget",
            ),
            models.CheckConstraint(
                condition=Q(psc_rate__gte=0, psc_rate__lte=1), name="a_component_rate_is_a_share"
            ),
            models.CheckConstraint(condition=Q(currency="USD"), name="components_are_in_usd"),
        ]
        indexes = [models.Index(fields=["request", "status"], name="component_of_request")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def net_money(self) -> Money:
        """Return the programmable part."""
        return _usd(self.net)

    @property
    def psc_money(self) -> Money:
        """Return the support cost."""
        return _usd(self.psc)

    @property
    def gross_money(self) -> Money:
        """Return the whole."""
        return _usd(self.gross)


def _usd(amount: Decimal) -> Money:
    return Money(amount, "USD")


class ComponentItemQuerySet(models.QuerySet["ComponentItem"]):
    """Item lines, seen by whoever sees the component."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the lines of components the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(component__in=Component.objects.visible_to(actor))


class ComponentItem(models.Model):
    """One line of goods of a component, matched by quantity when it is given in kind (OP11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("line"))
    description = models.CharField(_("description"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60)

    objects = ComponentItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "position"], name="item_lines_of_a_component"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="an_item_line_has_a_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} {self.description}"
