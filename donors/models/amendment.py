"""One numbered change of an agreement: the terms before, what changes, and who agreed to it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from donors.choices.promises import AmendmentState
from donors.lifecycle.amendment import OPEN, AmendmentLifecycle
from donors.models.files import SHA256, place_of
from donors.models.pledge import Pledge
from workflows.actors import Actor
from workflows.models import Subject

Terms = dict[str, Any]


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Amendments as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all; a donor those of its own agreements."""
        if actor.reads_all_cases:
            return self
        if actor.sees("donor") and actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.none()


def _differ(left: str, right: str) -> models.CheckConstraint:
    name = f"amendment_{left.removesuffix('_by_id')}_not_{right.removesuffix('_by_id')}"
    return models.CheckConstraint(
        name=name.replace("_id", "").replace("relationship_owner", "owner"),
        condition=Q(**{f"{left}__isnull": True})
        | Q(**{f"{right}__isnull": True})
        | ~Q(**{left: F(right)}),
    )


def _together(name: str, *columns: str) -> models.CheckConstraint:
    none = Q(**{f"{column}__isnull": True for column in columns})
    return models.CheckConstraint(
        name=name, condition=none | Q(**{f"{column}__isnull": False for column in columns})
    )


DIFFERENT_PEOPLE = [
    _differ("created_by_id", "signed_by_id"),
    _differ("created_by_id", "accepted_by_id"),
    _differ("offered_by_id", "signed_by_id"),
    _differ("offered_by_id", "accepted_by_id"),
    _differ("signed_by_id", "accepted_by_id"),
    _differ("relationship_owner_id", "accepted_by_id"),
]


class Amendment(AmendmentLifecycle, Subject):
    """``changes`` names only the terms that change; ``before`` all of them as they were.

    Amounts are texts in the currency of the agreement, days ISO dates, ties codes or ids. A
    trigger lets no offered text change, and no agreed amount without an amendment that says so.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="amendments")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    relationship_owner_id = models.UUIDField(null=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    asked_by_donor = models.BooleanField(_("asked for by the donor"), default=False)
    motive = models.TextField(_("why"))
    changes: models.JSONField[Terms, Terms] = models.JSONField(_("what changes"), default=dict)
    before: models.JSONField[Terms, Terms] = models.JSONField(
        _("the terms before"), default=dict, editable=False
    )
    file = models.FileField(_("amendment"), upload_to=place_of, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    offered_at = models.DateTimeField(_("offered"), null=True, editable=False)
    offered_by_id = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    signed_by_id = models.UUIDField(null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by_id = models.UUIDField(null=True, editable=False)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="amendment_numbers", fields=["pledge", "number"]),
            models.UniqueConstraint(
                name="one_open_amendment_per_pledge",
                fields=["pledge"],
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(name="amendment_says_why", condition=~Q(motive="")),
            models.CheckConstraint(
                name="an_offered_amendment_has_a_file",
                condition=Q(state__in=[AmendmentState.DRAFT, AmendmentState.WITHDRAWN])
                | Q(sha256__regex=SHA256, offered_at__isnull=False) & ~Q(file=""),
            ),
            models.CheckConstraint(
                name="an_accepted_amendment_is_signed",
                condition=~Q(state=AmendmentState.ACCEPTED)
                | Q(signed_at__isnull=False, accepted_at__isnull=False)
                & ~Q(changes={})
                & ~Q(before={}),
            ),
            _together("amendment_offered_by_whom", "offered_at", "offered_by_id"),
            _together("amendment_signed_by_whom", "signed_at", "signed_by_id"),
            _together("amendment_accepted_by_whom", "accepted_at", "accepted_by_id"),
            *DIFFERENT_PEOPLE,
        ]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="amendment_by_donor"),
            models.Index(fields=["-created_at", "-id"], name="amendment_newest"),
        ]

    def __str__(self) -> str:
        return self.reference
