"""An organisation: the owner of requests and pledges, never a person."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from reference.models import Country
from workflows.actors import Actor


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """States and UNODC are known to all; other donors to staff, to States and to themselves.

        A State names the donors that may see its request, so it knows who is registered; that an
        organisation is registered says nothing about what it pledged.
        """
        if actor.reads_all_cases or actor.sees("administrator", "state"):
            return self
        if not actor.scopes:
            return self.none()
        known = Q(kind__in=[OrganisationKind.STATE, OrganisationKind.UNODC])
        return self.filter(known | Q(pk=actor.organisation_id))


class Organisation(models.Model):
    """A State, a UN entity, another donor, or UNODC itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"], condition=Q(kind="state"), name="one_organisation_per_state"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="unodc"), name="only_one_unodc"
            ),
            models.CheckConstraint(
                condition=~Q(kind="state") | Q(country__isnull=False), name="a_state_has_a_country"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Return a State's UN name in the language in force, or the organisation's own name."""
        if self.kind == OrganisationKind.STATE and self.country is not None:
            return self.country.name
        return self.name
