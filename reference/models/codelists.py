"""Codes other organisations publish in, and what their sectors mean in our themes."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.models.names import SixNames
from reference.models.themes import Theme


class Codelist(models.TextChoices):
    """The lists we carry."""

    EARMARKING_CATEGORY = "earmarking_category", _("Earmarking category (IATI)")
    EARMARKING_MODALITY = "earmarking_modality", _("Earmarking modality (IATI)")
    SECTOR = "sector", _("Sector of five digits (OECD DAC)")
    SDG_TARGET = "sdg_target", _("Target of the Sustainable Development Goals")
    FINANCING_INSTRUMENT = "financing_instrument", _("Financing instrument (UN Data Standards)")
    CONTRIBUTOR_TYPE = "contributor_type", _("Type of contributor (UN Data Standards)")


class CodelistEntryQuerySet(models.QuerySet["CodelistEntry"]):
    """Entries by their list."""

    def of(self, codelist: Codelist) -> CodelistEntryQuerySet:
        """Keep the entries in use of one list."""
        return self.filter(codelist=codelist, active=True)


class CodelistEntry(SixNames):
    """One code of one list; names the publisher does not give are shown in English."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    codelist = models.CharField(_("list"), max_length=30, choices=Codelist)
    code = models.CharField(_("code"), max_length=20)
    category = models.CharField(_("category"), max_length=40, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = CodelistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of a list")
        verbose_name_plural = _("codes of lists")
        ordering = ["codelist", "code"]
        constraints = [
            models.UniqueConstraint(
                name="one_entry_per_code_of_a_list", fields=["codelist", "code"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SectorTheme(models.Model):
    """The theme a published sector code is read as; none where the resolution has no such theme."""

    sector = models.CharField(_("sector"), max_length=10, primary_key=True)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="sectors",
        null=True,
        blank=True,
    )
    note = models.TextField(_("why"))

    class Meta:
        verbose_name = _("theme of a sector")
        verbose_name_plural = _("themes of sectors")
        ordering = ["sector"]

    def __str__(self) -> str:
        return f"{self.sector} {self.theme_id or '-'}"
