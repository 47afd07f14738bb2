"""Goods on their way to the State (OP11: "including material support")."""

from __future__ import annotations

from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from ta_requests.choices.delivery import ItemState
from ta_requests.lifecycle.material_item import ItemLifecycle
from ta_requests.models.component import Component, ComponentItem
from ta_requests.models.delivery import Delivery
from workflows.actors import Actor
from workflows.models import Subject


class ItemQuerySet(models.QuerySet["MaterialItem"]):
    """Goods as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those going to the actor's own State; staff and auditors see all, donors none."""
        if actor.reads_all_cases:
            return self
        if not actor.sees("state") or actor.organisation_id is None:
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)

    def unsettled(self, delivery_id: UUID) -> Self:
        """Keep what blocks completion: neither handed over, nor written off, nor replaced."""
        replaced = MaterialItem.objects.filter(replaces=models.OuterRef("pk"))
        settled = Q(state=ItemState.HANDED_OVER) | Q(state=ItemState.LOST) & (
            Q(written_off_at__isnull=False) | models.Exists(replaced)
        )
        return self.filter(delivery_id=delivery_id).exclude(settled)


class MaterialItem(ItemLifecycle, Subject):
    """One ordered lot: what, how much, where it is, and the State's signature for it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="material_items")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+")
    component_item = models.ForeignKey(
        ComponentItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replacement", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    description = models.CharField(_("description"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60)
    shipped_at = models.DateTimeField(null=True, editable=False)
    customs_at = models.DateTimeField(null=True, editable=False)
    presented_quantity = models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal(0), editable=False
    )
    presented_at = models.DateTimeField(null=True, editable=False)
    presented_by_id = models.UUIDField(null=True, editable=False)
    certificate_number = models.CharField(_("certificate"), max_length=60, blank=True)
    certificate_document = models.ForeignKey(
        "ta_requests.Document",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    handed_quantity = models.DecimalField(
        _("handed over"), max_digits=12, decimal_places=2, default=Decimal(0), editable=False
    )
    signed_at = models.DateTimeField(null=True, editable=False)
    signed_by_id = models.UUIDField(null=True, editable=False)
    lost_quantity = models.DecimalField(
        _("lost"), max_digits=12, decimal_places=2, default=Decimal(0), editable=False
    )
    lost_at = models.DateTimeField(null=True, editable=False)
    lost_by_id = models.UUIDField(null=True, editable=False)
    written_off_at = models.DateTimeField(null=True, editable=False)
    written_off_by_id = models.UUIDField(null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("material item")
        verbose_name_plural = _("material items")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="material_item_numbers"),
            models.CheckConstraint(
                condition=Q(
                    quantity__gt=0,
                    handed_quantity__gte=0,
                    lost_quantity__gte=0,
                    presented_quantity__gte=0,
                )
                & Q(quantity__gte=F("handed_quantity") + F("lost_quantity"))
                & Q(quantity__gte=F("handed_quantity") + F("presented_quantity")),
                name="no_more_goods_than_were_ordered",
            ),
            models.CheckConstraint(
                condition=Q(state="handed_over", handed_quantity=F("quantity"))
                & Q(signed_by_id__isnull=False)
                | Q(state="partly_handed_over", handed_quantity__gt=0)
                & Q(handed_quantity__lt=F("quantity"), signed_by_id__isnull=False)
                | Q(state="lost", quantity=F("handed_quantity") + F("lost_quantity"))
                & Q(lost_by_id__isnull=False)
                | Q(state__in=["ordered", "shipped", "customs"], handed_quantity=0),
                name="handover_fits_the_state",
            ),
            models.CheckConstraint(
                condition=Q(written_off_by_id__isnull=True) | ~Q(written_off_by_id=F("lost_by_id")),
                name="the_reporter_does_not_write_off",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
