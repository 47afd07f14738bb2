"""One payment of an agreed schedule, from its plan to its payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from common.money import Money
from donors.choices.promises import IN_FORCE, InstalmentState
from donors.lifecycle.instalment import InstalmentLifecycle
from donors.models.contribution import Contribution
from donors.models.files import SHA256, place_of
from donors.models.pledge import Pledge
from donors.models.pledge_papers import OfPledgeQuerySet
from workflows.models import Subject

NOTHING = Decimal(0)


class InstalmentQuerySet(OfPledgeQuerySet["Instalment"]):
    """Instalments, and what they come to."""

    def standing(self) -> Self:
        """Keep what is on the schedule: an amendment replaced the others."""
        return self.exclude(state=InstalmentState.CANCELLED)

    def total(self) -> Decimal:
        """Return the sum on the schedule (of instalments of one pledge, so of one currency)."""
        found: Decimal | None = self.standing().aggregate(total=Sum("amount"))["total"]
        return found or Decimal(0)

    def with_owed(self) -> Self:
        """Tell of each how much is still owed: ``owed_now``.

        Cash and write-downs cover a schedule in its order, the oldest payment first (DOMAIN 3).
        """
        rest = Subquery(_through_it()) - Coalesce(Subquery(_covered()), NOTHING)
        within = Greatest(Least(F("amount"), rest), NOTHING)
        return self.annotate(
            owed_now=Case(
                When(state=InstalmentState.CANCELLED, then=NOTHING),
                default=within,
                output_field=models.DecimalField(max_digits=20, decimal_places=3),
            )
        )

    def still_owed(self) -> Self:
        """Keep what neither cash nor a write-down covers."""
        return self.with_owed().filter(owed_now__gt=0)

    def overdue(self, *, on: date) -> Self:
        """Keep claimable payments whose day has passed and that are still owed."""
        return self.filter(state=InstalmentState.CLAIMABLE, due_on__lt=on).still_owed()

    def opening(self) -> Self:
        """Keep payments without a milestone that an agreement has made claimable."""
        return self.filter(state=InstalmentState.PLANNED, milestone="", pledge__state__in=IN_FORCE)


def _through_it() -> models.QuerySet[Any, Any]:
    """Return what the schedule comes to up to a payment and with it, in the order of its days."""
    standing = Instalment.objects.standing().filter(pledge=OuterRef("pledge"))
    earlier = Q(due_on__lt=OuterRef("due_on"))
    same_day = Q(due_on=OuterRef("due_on"), number__lte=OuterRef("number"))
    up_to = standing.filter(earlier | same_day).order_by().values("pledge")
    return up_to.annotate(sum=Sum("amount")).values("sum")


def _covered() -> models.QuerySet[Any, Any]:
    """Return what the donor need not pay any more: cash, what banks kept of it, write-downs."""
    of_pledge = Contribution.objects.filter(pledge=OuterRef("pledge"))
    cash = F("received") - F("unapplied") - F("unapplied_out") + F("applied_in")
    covered = cash + F("bank_charges") + F("written_down")
    return of_pledge.annotate(covered=covered).values("covered")[:1]


def _by_whom(at: str, by: str) -> Q:
    both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    return both | Q(**{f"{at}__isnull": True, f"{by}__isnull": True})


ON_SHOW = Q(sha256__regex=SHA256) & ~Q(file="") & ~Q(evidence="")
JUDGED = Q(accepted_by_id__isnull=False) & ON_SHOW | Q(waived_by_id__isnull=False)


class Instalment(InstalmentLifecycle, Subject):
    """One payment, in the currency of its pledge; ``settled`` is what receipts paid of it.

    The schedule of an agreed pledge adds up to its amount: a deferred constraint trigger says so
    at every commit. Only an amendment changes it.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("number"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    settled = models.DecimalField(
        _("paid of it"), max_digits=20, decimal_places=3, default=Decimal(0), editable=False
    )
    due_on = models.DateField(_("due on"))
    milestone = models.TextField(_("what must be shown first"), blank=True)

    evidence = models.TextField(_("evidence"), blank=True, editable=False)
    file = models.FileField(_("evidence"), upload_to=place_of, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    evidence_at = models.DateTimeField(null=True, editable=False)
    evidence_by_id = models.UUIDField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)
    waiver_asked_at = models.DateTimeField(null=True, editable=False)
    waiver_asked_by_id = models.UUIDField(null=True, editable=False)
    waived_at = models.DateTimeField(null=True, editable=False)
    waived_by_id = models.UUIDField(null=True, editable=False)
    claimable_at = models.DateTimeField(_("claimable since"), null=True, editable=False)
    overdue_at = models.DateTimeField(_("flagged as overdue"), null=True, editable=False)
    paid_at = models.DateTimeField(_("paid"), null=True, editable=False)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(name="one_instalment_per_number", fields=["pledge", "number"]),
            models.CheckConstraint(name="instalment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="instalment_is_paid_up_to_its_amount",
                condition=Q(settled__gte=0, settled__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="a_paid_instalment_is_settled",
                condition=~Q(state=InstalmentState.PAID)
                | Q(settled=F("amount"), paid_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_cancelled_instalment_is_unpaid",
                condition=~Q(state=InstalmentState.CANCELLED) | Q(settled=0),
            ),
            models.CheckConstraint(
                name="evidence_of_an_instalment_is_shown",
                condition=~Q(state=InstalmentState.EVIDENCE)
                | ON_SHOW & Q(evidence_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_milestone_is_shown_or_waived",
                condition=~Q(state__in=[InstalmentState.CLAIMABLE, InstalmentState.PAID])
                | Q(milestone="")
                | JUDGED,
            ),
            models.CheckConstraint(
                name="evidence_of_an_instalment_by_whom",
                condition=_by_whom("evidence_at", "evidence_by_id")
                & _by_whom("accepted_at", "accepted_by_id")
                & _by_whom("waiver_asked_at", "waiver_asked_by_id")
                & _by_whom("waived_at", "waived_by_id"),
            ),
            models.CheckConstraint(
                name="evidence_accepted_by_another",
                condition=Q(accepted_by_id__isnull=True)
                | Q(evidence_by_id__isnull=False) & ~Q(accepted_by_id=F("evidence_by_id")),
            ),
            models.CheckConstraint(
                name="milestone_waived_by_another",
                condition=Q(waived_by_id__isnull=True)
                | Q(waiver_asked_by_id__isnull=False) & ~Q(waived_by_id=F("waiver_asked_by_id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="instalment_claimable",
                condition=Q(state=InstalmentState.CLAIMABLE),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the reference of its pledge and its number."""
        return f"{self.pledge.reference}-I{self.number}"

    @property
    def organisation_id(self) -> UUID:
        """Return the donor that pays."""
        donor: UUID = self.pledge.organisation_id
        return donor

    @property
    def relationship_owner_id(self) -> UUID | None:
        """Return who looks after the donor."""
        owner: UUID | None = self.pledge.relationship_owner_id
        return owner

    @property
    def owed(self) -> Decimal:
        """Return what is still owed of it, as ``with_owed`` told or as it stands now."""
        told: Decimal | None = self.__dict__.get("owed_now")
        if told is not None:
            return told
        rows: Any = Instalment.objects.with_owed().filter(pk=self.pk)
        found: Decimal = rows.values_list("owed_now", flat=True).get()
        return found

    @property
    def money(self) -> Money:
        """Return the amount in the currency of the pledge."""
        return Money(self.amount, self.pledge.currency)
