"""A person's place in an organisation, and the roles granted there."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.roles import ROLES
from workflows.actors import Actor


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and administrators see all; others those of their own organisation."""
        if actor.reads_all_cases or actor.sees("administrator"):
            return self
        if actor.organisation_id is None:
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)


class Membership(models.Model):
    """One person in one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants by validity."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and administrators see all; others those of their own organisation."""
        return self.filter(membership__in=Membership.objects.visible_to(actor))

    def in_force(self, at: datetime) -> Self:
        """Return the confirmed grants valid at a moment."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=at),
            confirmed_at__isnull=False,
            revoked_at__isnull=True,
            valid_from__lte=at,
        )


class RoleGrant(models.Model):
    """One role, granted by one administrator and confirmed by another (DOMAIN 2.7).

    The first administrators are appointed by the operator of the service: both names are then
    empty. ``basis`` names the paper behind the grant, such as a note verbale.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(c, r.name) for c, r in ROLES.items()])
    basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_grant_per_role",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("person")),
                name="nobody_grants_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("person")) & ~Q(confirmed_by=F("granted_by"))),
                name="a_second_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True)
                | Q(confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False),
                name="a_confirmation_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.membership}"
