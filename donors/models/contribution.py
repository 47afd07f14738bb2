"""A contribution: an agreed pledge, its terms frozen, and where its cash stands."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.errors import Sentence
from common.money import Money
from donors.choices.promises import Publisher
from donors.lifecycle.earmark import Earmark
from donors.models.pledge import Pledge
from reference.models.currencies import UN_OPERATIONAL
from ta_requests.models import Request
from workflows.actors import Actor


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Contributions as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a donor its own, nobody else any."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def ours(self) -> Self:
        """Leave out what was only read from others' published data; no journal stands behind it."""
        return self.filter(published_from="")

    def in_order(self) -> Self:
        """Return them in the order in which they are locked, everywhere."""
        return self.order_by("pk")


def _amount(label: Sentence, **options: Any) -> models.DecimalField[Any, Decimal]:
    return models.DecimalField(label, max_digits=20, decimal_places=3, **options)  # type: ignore[arg-type]


class Contribution(models.Model):
    """The terms of one agreement and the columns its cash moves between.

    Amounts are gross, in the contribution's own currency. The gross amount of an allotment stands
    in exactly one column from its certification on: ``certified``, then ``released``, then
    ``closed`` (which also takes fully reversed ones); what was taken back of it is added to
    ``reversed``; a rejected one leaves ``certified`` and counts nowhere. So certified + released +
    closed - reversed is what allotments still hold, and with what was refunded it never exceeds
    the cash that was received for this agreement (DOMAIN 2b; kept by a CHECK).
    ``bank_charges`` is what banks kept of what was owed; what they kept beyond that is no part of
    this agreement. Terms change by a numbered amendment only. Every column is replayed from the
    ledger by ``manage.py verify_ledger``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="contribution")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    local_resources = models.BooleanField(_("local resources"), default=False)
    donor_kind = models.CharField(_("kind of donor"), max_length=20, choices=OrganisationKind)
    published_from = models.CharField(
        _("published by"), max_length=10, choices=Publisher, blank=True, editable=False
    )
    relationship_owner_id = models.UUIDField(_("relationship owner"), null=True)
    agreed_at = models.DateTimeField(_("agreed"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True)

    currency = models.CharField(_("currency"), max_length=3)
    amount = _amount(_("amount"))
    usd = _amount(_("US dollars when agreed"))
    rate = models.DecimalField(_("rate when agreed"), max_digits=20, decimal_places=8)
    rate_on = models.DateField(_("date of the rate"))
    rate_source = models.CharField(_("source of the rate"), max_length=50, default=UN_OPERATIONAL)
    psc_rate = models.DecimalField(_("rate of support cost"), max_digits=7, decimal_places=6)

    countries = ArrayField(models.CharField(max_length=3), default=list)
    regions = ArrayField(models.CharField(max_length=3), default=list)
    themes = ArrayField(models.CharField(max_length=5), default=list)
    assistance_types = ArrayField(models.CharField(max_length=40), default=list)
    request = models.ForeignKey(
        Request, verbose_name=_("request"), on_delete=models.PROTECT, related_name="+", null=True
    )
    components = ArrayField(models.UUIDField(), default=list)

    received = _amount(_("received"), default=Decimal(0))
    received_usd = _amount(_("received in US dollars"), default=Decimal(0))
    unapplied = _amount(_("unapplied"), default=Decimal(0))
    unapplied_usd = _amount(_("unapplied in US dollars"), default=Decimal(0))
    bank_charges = _amount(_("bank charges"), default=Decimal(0))
    certified = _amount(_("certified"), default=Decimal(0))
    released = _amount(_("released"), default=Decimal(0))
    closed = _amount(_("closed"), default=Decimal(0))
    reversed = _amount(_("reversed"), default=Decimal(0))
    refunded = _amount(_("refunded"), default=Decimal(0))
    refunded_usd = _amount(_("refunded in US dollars as booked"), default=Decimal(0))
    refundable = _amount(_("set aside for a refund"), default=Decimal(0))
    levied = _amount(_("coordination levy, charged or set aside"), default=Decimal(0))
    written_down = _amount(_("written down"), default=Decimal(0))
    written_down_usd = _amount(_("written down in US dollars"), default=Decimal(0))
    unapplied_out = _amount(_("unapplied cash given back or applied"), default=Decimal(0))
    applied_in = _amount(_("unapplied cash of another agreement applied"), default=Decimal(0))
    reprogrammed_in = _amount(_("reprogrammed from another agreement"), default=Decimal(0))
    reprogrammed_out = _amount(_("reprogrammed to another agreement"), default=Decimal(0))
    moved_usd = _amount(_("US dollars moved between agreements"), default=Decimal(0))

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-agreed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    certified__lte=F("received")
                    - F("unapplied")
                    - F("unapplied_out")
                    + F("applied_in")
                    + F("reprogrammed_in")
                    - F("reprogrammed_out")
                    - F("released")
                    - F("closed")
                    + F("reversed")
                    - F("refunded")
                    - F("refundable")
                    - F("levied")
                ),
                name="allotted_within_cash_received",
            ),
            models.CheckConstraint(
                condition=Q(
                    received__gte=0,
                    unapplied__gte=0,
                    bank_charges__gte=0,
                    certified__gte=0,
                    released__gte=0,
                    closed__gte=0,
                    reversed__gte=0,
                    refunded__gte=0,
                    refundable__gte=0,
                    levied__gte=0,
                    written_down__gte=0,
                    unapplied_out__gte=0,
                    applied_in__gte=0,
                    reprogrammed_in__gte=0,
                    reprogrammed_out__gte=0,
                ),
                name="no_cash_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(
                    received__lte=F("amount")
                    - F("written_down")
                    + F("unapplied")
                    + F("unapplied_out")
                    - F("applied_in")
                ),
                name="excess_cash_is_unapplied",
            ),
            models.CheckConstraint(
                condition=Q(unapplied__lte=F("received") - F("unapplied_out")),
                name="unapplied_cash_was_received",
            ),
            models.CheckConstraint(
                condition=Q(reversed__lte=F("released") + F("closed")),
                name="reversed_money_was_released",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, usd__gte=0, rate__gt=0, psc_rate__gte=0, psc_rate__lte=1),
                name="an_agreement_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(published_from="")
                | Q(
                    certified=0,
                    released=0,
                    closed=0,
                    reversed=0,
                    refunded=0,
                    refundable=0,
                    levied=0,
                    written_down=0,
                    applied_in=0,
                    unapplied_out=0,
                    reprogrammed_in=0,
                    reprogrammed_out=0,
                ),
                name="published_money_is_never_allotted",
            ),
            models.CheckConstraint(
                condition=~Q(donor_kind="unodc"), name="contributions_are_extrabudgetary"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-agreed_at"], name="contribution_of_donor"),
            models.Index(fields=["-agreed_at", "id"], name="contribution_newest"),
            models.Index(fields=["request"], name="contribution_for_request"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the public reference: that of its pledge."""
        return self.pledge.reference

    @property
    def state(self) -> str:
        """Return the state: that of its pledge."""
        return str(self.pledge.state)

    @property
    def usable(self) -> Decimal:
        """Return the cash here for this agreement, whatever was given back of it since."""
        return self.applied + self.reprogrammed_in - self.reprogrammed_out

    @property
    def applied(self) -> Decimal:
        """Return the cash that paid for what was agreed: its own, and what was applied to it."""
        return self.received - self.unapplied - self.unapplied_out + self.applied_in

    @property
    def usable_usd(self) -> Decimal:
        """Return that cash in US dollars, each receipt at the rate of its value date."""
        return self.received_usd - self.unapplied_usd + self.moved_usd

    @property
    def allotted(self) -> Decimal:
        """Return what allotments hold."""
        return self.certified + self.released + self.closed - self.reversed

    @property
    def available(self) -> Money:
        """Return the cash that may still be allotted: none of what others have published."""
        if self.published_from:
            return Money.zero(self.currency)
        gone = self.refunded + self.refundable + self.levied
        return Money(self.usable - self.allotted - gone, self.currency)

    @property
    def due(self) -> Decimal:
        """Return what the donor owes in all: the amount agreed, less what was written down."""
        return self.amount - self.written_down

    @property
    def money_due(self) -> Money:
        """Return the same as money."""
        return Money(self.due, self.currency)

    @property
    def settled(self) -> Decimal:
        """Return what the donor has paid of the amount: cash applied, and what banks kept of it."""
        return self.applied + self.bank_charges

    def unspent(self) -> Decimal:
        """Return the cash, unapplied cash included, that was neither spent nor given back."""
        spent = self.allotments.aggregate(
            net=Coalesce(Sum("spent"), Decimal(0)), psc=Coalesce(Sum("psc_spent"), Decimal(0))
        )
        gone = self.refunded + self.levied + sum(spent.values(), Decimal(0))
        return self.usable + self.unapplied - gone

    @property
    def earmark(self) -> Earmark:
        """Return the constraint set as agreed."""
        return Earmark(
            countries=frozenset(self.countries),
            regions=frozenset(self.regions),
            themes=frozenset(self.themes),
            assistance_types=frozenset(self.assistance_types),
            request=self.request_id,
            components=frozenset(self.components),
        )
