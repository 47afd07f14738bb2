"""What a donor promises in goods or services, and how much of it has come."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.money import Money
from donors.choices.promises import InKindKind, InKindState
from donors.lifecycle.in_kind import InKindLifecycle
from workflows.actors import Actor
from workflows.models import Subject

RESERVING = (InKindState.AGREED, InKindState.DELIVERED)


class InKindQuerySet(models.QuerySet["InKindPledge"]):
    """Pledges in kind as one may see them, and what they come to."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a donor its own and nobody else's; States none."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def reserved(self, item_id: UUID) -> Decimal:
        """Return the quantity of an item line that is agreed or has come."""
        of_line = self.filter(item_id=item_id)
        agreed = of_line.filter(state__in=RESERVING).aggregate(sum=Sum("quantity"))["sum"]
        ended = of_line.filter(state=InKindState.ENDED).aggregate(sum=Sum("delivered_quantity"))
        return (agreed or Decimal(0)) + (ended["sum"] or Decimal(0))


def _quantity(label: Any, **options: Any) -> models.DecimalField[Any, Decimal]:
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)


def _another_than(person: str) -> Q:
    """Say that whoever accepts the pledge is not this person; an empty place is nobody's."""
    nobody = Q(accepted_by_id__isnull=True) | Q(**{f"{person}__isnull": True})
    return nobody | ~Q(accepted_by_id=F(person))


class InKindPledge(InKindLifecycle, Subject):
    """One kind of goods for one item line, or services; ``value`` is what the whole is worth."""

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=InKindKind)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    request = models.ForeignKey(
        "ta_requests.Request",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    item = models.ForeignKey(
        "ta_requests.ComponentItem",
        verbose_name=_("item line"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    quantity = _quantity(_("quantity"), default=Decimal(1))
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    usd = models.DecimalField(
        _("value in US dollars"), max_digits=20, decimal_places=2, null=True, editable=False
    )
    usd_rate = models.DecimalField(max_digits=20, decimal_places=8, null=True, editable=False)
    usd_rate_on = models.DateField(null=True, editable=False)
    announced_at = models.DateTimeField(_("announced"), null=True, editable=False)
    announced_by_id = models.UUIDField(null=True, editable=False)
    agreed_at = models.DateTimeField(_("agreed"), null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)
    due_diligence_by_id = models.UUIDField(null=True, editable=False)
    relationship_owner_id = models.UUIDField(null=True, editable=False)
    reported_quantity = _quantity(_("reported as come"), default=Decimal(0), editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)
    reported_by_id = models.UUIDField(null=True, editable=False)
    delivered_quantity = _quantity(_("confirmed as come"), default=Decimal(0), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    confirmed_by_id = models.UUIDField(null=True, editable=False)

    on_letter = False
    """Written down by its donor alone; UNODC writes none on a letter."""

    objects = InKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge in kind")
        verbose_name_plural = _("pledges in kind")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="in_kind_has_a_value", condition=Q(value__gt=0, quantity__gt=0)
            ),
            models.CheckConstraint(
                name="in_kind_currency_is_three_capitals", condition=Q(currency__regex="^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="services_match_no_line",
                condition=Q(kind=InKindKind.GOODS)
                | Q(kind=InKindKind.SERVICES, item__isnull=True, delivered_quantity=0),
            ),
            models.CheckConstraint(
                name="agreed_goods_match_a_line",
                condition=~Q(state__in=RESERVING)
                | Q(kind=InKindKind.SERVICES)
                | Q(item__isnull=False),
            ),
            models.CheckConstraint(
                name="no_more_came_than_was_promised",
                condition=Q(
                    reported_quantity__gte=0,
                    delivered_quantity__gte=0,
                    quantity__gte=F("delivered_quantity") + F("reported_quantity"),
                ),
            ),
            models.CheckConstraint(
                name="agreed_in_kind_is_valued_and_accepted",
                condition=~Q(state__in=[*RESERVING, InKindState.ENDED])
                | Q(agreed_at__isnull=False, accepted_by_id__isnull=False, usd__isnull=False),
            ),
            models.CheckConstraint(
                name="in_kind_accepted_by_another",
                condition=Q(accepted_by_id__isnull=True)
                | ~Q(accepted_by_id=F("created_by_id")) & ~Q(accepted_by_id=F("announced_by_id")),
            ),
            models.CheckConstraint(
                name="in_kind_accepted_by_no_examiner",
                condition=_another_than("due_diligence_by_id")
                & _another_than("relationship_owner_id"),
            ),
            models.CheckConstraint(
                name="delivery_confirmed_by_another",
                condition=Q(confirmed_by_id__isnull=True)
                | Q(reported_by_id__isnull=False) & ~Q(confirmed_by_id=F("reported_by_id")),
            ),
            models.CheckConstraint(
                name="a_reported_delivery_has_a_reporter",
                condition=Q(reported_quantity=0) | Q(reported_by_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="in_kind_by_donor"),
            models.Index(fields=["request"], name="in_kind_by_request"),
            models.Index(fields=["item"], name="in_kind_by_item"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def money(self) -> Money:
        """Return what the whole is worth, in its own currency."""
        return Money(self.value, self.currency)
