"""A donor's promise: amount, purpose, what it is tied to, terms, and who took which duty on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.money import Money
from donors.choices.promises import (
    ANNOUNCED,
    COMMITTED,
    ConditionBasis,
    Earmark,
    PledgeState,
    Publisher,
)
from donors.lifecycle.pledge import EXPIRING, PledgeLifecycle
from donors.models.pledge_rules import RULES
from workflows.actors import Actor
from workflows.models import Subject


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Pledges as one may see them, and by the total they count in."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a donor its own and nobody else's; States none."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()

    def announced(self) -> Self:
        """Keep what counts as pledged: announced to us, not yet agreed."""
        return self.ours().filter(state__in=ANNOUNCED)

    def committed(self) -> Self:
        """Keep what counts as committed: signed by both sides, of which we are one."""
        return self.ours().filter(state__in=COMMITTED)

    def ours(self) -> Self:
        """Leave out what was only read from others' published data."""
        return self.filter(published_from="")

    def for_request(self, request_id: UUID) -> Self:
        """Keep those that name the request or one of its components as their purpose."""
        components = self.model.components.through.objects.filter(
            pledge_id=OuterRef("pk"), component__request_id=request_id
        )
        return self.filter(Q(request_id=request_id) | Exists(components))

    def waiting(self) -> Self:
        """Keep those whose condition can be reckoned and is not met yet."""
        waits = self.filter(state__in=ANNOUNCED, condition_met_at__isnull=True)
        return waits.exclude(condition_basis="")

    def public(self) -> Self:
        """Keep what its donor lets everyone read of, as long as it counts in a total of ours."""
        counted = self.ours().filter(state__in=[*ANNOUNCED, *COMMITTED])
        return counted.filter(public_since__isnull=False)

    def of_one_word(self, pledge: Pledge) -> Self:
        """Keep the parts of what a donor once announced as one pledge, this one among them."""
        first = pledge.origin_id or pledge.pk
        return self.filter(Q(pk=first) | Q(origin_id=first))

    def expiring(self) -> Self:
        """Keep those a passing day may end."""
        return self.filter(state__in=EXPIRING, expiry_on__isnull=False)


class Pledge(PledgeLifecycle, Subject):
    """One amount in one currency from one donor (money only; what is given in kind has its own).

    ``usd`` is its worth on the day it was pledged, ``agreed_usd`` on the day it was agreed; a
    newer rate moves neither (DOMAIN 2.6). ``request``, ``components``, ``countries``,
    ``regions``, ``themes`` and ``assistance_types`` are the purpose and the constraint set:
    money may go only where every one that is not empty holds (DOMAIN 2.3). ``origin`` is the
    pledge as it was first announced, where this is the rest of one that was agreed in part.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="pledges"
    )
    published_from = models.CharField(
        _("published by"), max_length=10, choices=Publisher, blank=True, editable=False
    )
    published_as = models.CharField(_("published as"), max_length=300, blank=True, editable=False)
    on_letter = models.BooleanField(_("written down from a letter"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    expiry_on = models.DateField(_("expires after"), null=True, blank=True)
    condition = models.TextField(_("condition of the donor"), blank=True)
    condition_basis = models.CharField(
        _("what others must sign for"), max_length=10, choices=ConditionBasis, blank=True
    )
    condition_figure = models.DecimalField(
        _("how much of it"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    condition_on = models.DateField(_("by which day"), null=True, blank=True)

    earmark_category = models.CharField(
        _("earmarking category"), max_length=1, choices=Earmark, default=Earmark.EARMARKED
    )
    earmark_modality = models.CharField(_("earmarking modality"), max_length=1, blank=True)
    request = models.ForeignKey(
        "ta_requests.Request",
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    local_resources = models.BooleanField(_("local resources"), default=False, editable=False)
    components = models.ManyToManyField("ta_requests.Component", related_name="+", blank=True)
    countries = models.ManyToManyField("reference.Country", related_name="+", blank=True)
    regions = models.ManyToManyField("reference.Region", related_name="+", blank=True)
    themes = models.ManyToManyField("reference.Theme", related_name="+", blank=True)
    assistance_types = models.ManyToManyField(
        "reference.AssistanceType", related_name="+", blank=True
    )

    origin = models.ForeignKey(
        "self",
        verbose_name=_("rest of"),
        on_delete=models.PROTECT,
        related_name="rests",
        null=True,
        blank=True,
        editable=False,
    )
    psc_rate = models.DecimalField(
        _("programme support rate"), max_digits=7, decimal_places=6, default=Decimal("0.13")
    )
    starts_on = models.DateField(_("first day of the agreement"), null=True, blank=True)
    ends_on = models.DateField(_("last day of the agreement"), null=True, blank=True)
    clauses_standard = models.BooleanField(_("standard clauses only"), default=True)
    clauses = models.TextField(_("clauses that are not standard"), blank=True)
    report_schedule: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = (
        models.JSONField(_("report schedule"), default=list, blank=True)
    )

    announced_at = models.DateTimeField(null=True, editable=False)
    announced_by_id = models.UUIDField(null=True, editable=False)
    pledged_on = models.DateField(_("pledged on"), null=True, editable=False)
    usd = models.DecimalField(
        _("value in US dollars"), max_digits=20, decimal_places=2, null=True, editable=False
    )
    usd_rate = models.DecimalField(max_digits=20, decimal_places=8, null=True, editable=False)
    usd_rate_on = models.DateField(null=True, editable=False)
    relationship_owner_id = models.UUIDField(null=True, editable=False)
    due_diligence_by_id = models.UUIDField(null=True, editable=False)
    clauses_approved_at = models.DateTimeField(null=True, editable=False)
    clauses_approved_by_id = models.UUIDField(null=True, editable=False)
    condition_met_at = models.DateTimeField(null=True, editable=False)
    condition_reminded_at = models.DateTimeField(null=True, editable=False)
    condition_met_by_id = models.UUIDField(null=True, editable=False)
    cleared_at = models.DateTimeField(null=True, editable=False)
    cleared_by_id = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    signed_by_id = models.UUIDField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)
    agreed_usd = models.DecimalField(max_digits=20, decimal_places=2, null=True, editable=False)
    agreed_rate = models.DecimalField(max_digits=20, decimal_places=8, null=True, editable=False)
    agreed_rate_on = models.DateField(null=True, editable=False)
    public_since = models.DateTimeField(_("public since"), null=True, editable=False)
    public_by_id = models.UUIDField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by_id = models.UUIDField(null=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-created_at", "-id"]
        constraints = RULES
        indexes = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="pledge_by_donor"),
            models.Index(fields=["-created_at", "-id"], name="pledge_newest"),
            models.Index(fields=["request"], name="pledge_by_request"),
            models.Index(fields=["state", "-created_at"], name="pledge_by_state"),
            models.Index(
                fields=["expiry_on"],
                name="pledge_expiring",
                condition=Q(state__in=[PledgeState.PLEDGED, PledgeState.NEGOTIATION]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def money(self) -> Money:
        """Return the promised amount, gross, in its own currency."""
        return Money(self.amount, self.currency)

    @property
    def component_ids(self) -> list[UUID]:
        """Return the components it is tied to; the rows themselves may be hidden from a reader."""
        rows = Pledge.components.through._default_manager.filter(pledge_id=self.pk)
        return sorted(rows.values_list("component_id", flat=True))
