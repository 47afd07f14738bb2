"""Member States and observers as the UN names them, their regions and their dated groups."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from reference.models.names import SIX, SixNames, Titled


class Region(SixNames):
    """A region of the M49 standard; the world is the parent of all."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    """How a State takes part in the work of the General Assembly."""

    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer State")
    NONE = "none", _("Neither")


class CountryQuerySet(models.QuerySet["Country"]):
    """Countries by what they are on a day."""

    def in_group(self, group: str, *, on: date) -> CountryQuerySet:
        """Keep those that belong to a group (``LDC``, ...) on that day."""
        members = GroupMembership.objects.in_force(on=on).filter(group=group)
        return self.filter(models.Exists(members.filter(country=models.OuterRef("pk"))))

    def in_region(self, code: str) -> CountryQuerySet:
        """Keep those in an M49 region, at whatever depth (the standard has four levels)."""
        return self.filter(
            Q(region=code)
            | Q(region__parent=code)
            | Q(region__parent__parent=code)
            | Q(region__parent__parent__parent=code),
        )


class Country(SixNames):
    """A State, named as the UN names it; never by its ISO or CLDR name."""

    code = models.CharField(_("code of three letters"), max_length=3, primary_key=True)
    alpha2 = models.CharField(_("code of two letters"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="countries"
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                name="country_code_is_three_capitals",
                condition=Q(code__regex=r"^[A-Z]{3}$"),
            ),
            models.CheckConstraint(
                name="country_is_named_in_six_languages",
                condition=~Q(*[(f"name_{language}", "") for language in SIX], _connector=Q.OR),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def statuses(self, *, on: date) -> frozenset[str]:
        """Return the codes of the groups the country belongs to on that day."""
        memberships = GroupMembership.objects.in_force(on=on).filter(country=self.pk)
        return frozenset(memberships.values_list("group", flat=True))


class CountryGroup(Titled):
    """A group countries belong to for a time: LDC, LLDC, SIDS, DEVELOPING."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    """Memberships by the day they hold."""

    def in_force(self, *, on: date) -> GroupMembershipQuerySet:
        """Keep those that hold on that day; the last day is the one before ``valid_to``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        )


class GroupMembership(models.Model):
    """One stay of a country in a group; two stays never overlap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="memberships"
    )
    group = models.ForeignKey(
        CountryGroup, verbose_name=_("group"), on_delete=models.PROTECT, related_name="memberships"
    )
    valid_from = models.DateField(
        _("member from"), null=True, blank=True, help_text=_("Empty: since before our records.")
    )
    valid_to = models.DateField(
        _("member until"), null=True, blank=True, help_text=_("The first day outside the group.")
    )
    source = models.TextField(_("source"), blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        ordering = ["group", "country", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="membership_stays_do_not_overlap",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.group_id}"
