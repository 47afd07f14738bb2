"""An allotment: a part of a contribution's cash set aside for one component of one request."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.money import Money
from donors.choices.money import OPEN
from donors.lifecycle import balances
from donors.lifecycle.allotment import AllotmentLifecycle
from donors.models.contribution import Contribution
from ta_requests.models import Component, Request
from workflows.actors import Actor
from workflows.models import Subject


class AllotmentQuerySet(models.QuerySet["Allotment"]):
    """Allotments as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a donor those of its own money.

        A requesting State reads the totals of its requests, not who gave what.
        """
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def open(self) -> Self:
        """Keep those that still ask for an act."""
        return self.filter(state__in=OPEN)


def _pair(*people: str) -> Q:
    """Say that no two of these places are held by one person; an empty place is nobody's."""
    condition = Q()
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            condition &= (
                Q(**{f"{one}__isnull": True})
                | Q(**{f"{other}__isnull": True})
                | ~Q(**{one: F(other)})
            )
    return condition


class Allotment(AllotmentLifecycle, Subject):
    """Gross, its programmable part and support cost; what was taken back, obligated and spent.

    Obligations and expenditures are net totals here, each act an event of the trail; the ledger of
    the money issue will post them line by line, down to milestones.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="allotments"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)

    currency = models.CharField(_("currency"), max_length=3)
    psc_rate = models.DecimalField(_("rate of support cost"), max_digits=7, decimal_places=6)
    gross = models.DecimalField(_("gross"), max_digits=20, decimal_places=3)
    programmable = models.DecimalField(_("programmable"), max_digits=20, decimal_places=3)
    psc = models.DecimalField(_("programme support cost"), max_digits=20, decimal_places=3)
    reversed = models.DecimalField(
        _("reversed"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    reversed_programmable = models.DecimalField(
        _("reversed, programmable part"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    usd_gross = models.DecimalField(
        _("US dollars, gross"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    usd_programmable = models.DecimalField(
        _("US dollars, programmable part"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    usd_reversed = models.DecimalField(
        _("US dollars reversed, gross"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    usd_reversed_programmable = models.DecimalField(
        _("US dollars reversed, programmable part"),
        max_digits=20,
        decimal_places=3,
        default=Decimal(0),
    )
    obligated = models.DecimalField(
        _("obligated"), max_digits=20, decimal_places=3, default=Decimal(0)
    )
    spent = models.DecimalField(_("spent"), max_digits=20, decimal_places=3, default=Decimal(0))
    psc_spent = models.DecimalField(
        _("support cost booked"), max_digits=20, decimal_places=3, default=Decimal(0)
    )

    proposed_by_id = models.UUIDField(_("proposed by"))
    certifiers = ArrayField(models.UUIDField(), default=list, editable=False)
    approvers = ArrayField(models.UUIDField(), default=list, editable=False)
    """Everybody who certified, or approved, the allotment or one of its reversals."""

    certified_by_id = models.UUIDField(_("certified by"), null=True)
    certified_at = models.DateTimeField(_("certified at"), null=True)
    released_by_id = models.UUIDField(_("released by"), null=True)
    released_at = models.DateTimeField(_("released at"), null=True)
    reversal_amount = models.DecimalField(
        _("reversal certified"), max_digits=20, decimal_places=3, null=True
    )
    reversal_certified_by_id = models.UUIDField(_("reversal certified by"), null=True)
    reversed_by_id = models.UUIDField(_("reversed by"), null=True)
    closed_by_id = models.UUIDField(_("closed by"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross=F("programmable") + F("psc"), gross__gt=0, psc__gte=0),
                name="allotment_parts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    reversed__gte=0,
                    reversed__lte=F("gross"),
                    reversed_programmable__gte=0,
                    reversed_programmable__lte=F("programmable"),
                    usd_reversed__lte=F("usd_gross"),
                    usd_programmable__lte=F("usd_gross"),
                ),
                name="allotment_reversed_within_gross",
            ),
            models.CheckConstraint(
                condition=Q(
                    obligated__gte=0, obligated__lte=F("programmable") - F("reversed_programmable")
                ),
                name="obligations_within_released",
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("obligated")),
                name="expenditures_within_obligations",
            ),
            models.CheckConstraint(
                condition=Q(
                    psc_spent__gte=0,
                    psc_spent__lte=F("psc") - F("reversed") + F("reversed_programmable"),
                ),
                name="support_cost_within_released",
            ),
            models.CheckConstraint(
                condition=_pair("proposed_by_id", "certified_by_id", "released_by_id"),
                name="an_allotment_takes_three_people",
            ),
            models.CheckConstraint(
                condition=_pair("certified_by_id", "reversed_by_id")
                & _pair("reversal_certified_by_id", "released_by_id")
                & _pair("reversal_certified_by_id", "reversed_by_id"),
                name="whoever_certifies_never_approves",
            ),
            models.CheckConstraint(
                condition=~Q(certifiers__overlap=F("approvers")),
                name="no_certifier_is_ever_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected"])
                | Q(certified_by_id__isnull=False, certified_at__isnull=False),
                name="reserved_money_is_certified",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected", "certified"], obligated=0)
                | Q(
                    state__in=["released", "closed", "reversed"],
                    released_by_id__isnull=False,
                    released_at__isnull=False,
                ),
                name="spendable_money_is_released",
            ),
            models.CheckConstraint(
                condition=Q(reversal_amount__isnull=True)
                | Q(reversal_amount__gt=0, reversal_certified_by_id__isnull=False),
                name="a_reversal_has_an_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="allotment_of_donor"),
            models.Index(fields=["request", "component"], name="allotment_to_component"),
            models.Index(fields=["-created_at", "id"], name="allotment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.money}"

    @property
    def money(self) -> Money:
        """Return the gross amount."""
        return Money(self.gross, self.currency)

    @property
    def left(self) -> Money:
        """Return the gross amount not taken back."""
        return balances.left(self)

    @property
    def unobligated(self) -> Money:
        """Return what may still be taken back."""
        return balances.unobligated(self)

    @property
    def usd_net(self) -> Decimal:
        """Return the programmable dollars, as booked, that were not taken back."""
        return self.usd_programmable - self.usd_reversed_programmable
