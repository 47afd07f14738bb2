"""What the resolution speaks of: themes with their paragraphs, kinds of help, partners, texts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.models.names import Titled, translated

MATERIAL_SUPPORT = "material_support"
"""The type of assistance that needs item lines (OP11)."""

OTHER = "other"
"""The type of assistance that needs a text."""


class Theme(Titled):
    """A theme of the resolution (T1 to T7, with parts such as T2a), by its paragraph."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
    )
    paragraph = models.CharField(_("paragraph"), max_length=10)
    help_en = models.TextField(_("explanation in English"), blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def help_text(self) -> str:
        """Return the explanation in the language in force."""
        return translated(self.help_en)


class AssistanceType(Titled):
    """A kind of help a State may ask for."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("type of assistance")
        verbose_name_plural = _("types of assistance")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class PartnerType(Titled):
    """A kind of partner in a multi-stakeholder partnership (OP7)."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("type of partner")
        verbose_name_plural = _("types of partner")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class InstrumentKind(models.TextChoices):
    """What sort of text an instrument is."""

    STANDARDS = "standards", _("Standards and norms")
    DECLARATION = "declaration", _("Declaration")
    RESOLUTION = "resolution", _("Resolution")
    DOCUMENT = "document", _("Document")


class Instrument(Titled):
    """A United Nations text a request may rely on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    symbol = models.CharField(_("symbol"), max_length=60, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["-year", "symbol"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"
