"""Two ways for a row to be called by its name in the reader's language."""

from __future__ import annotations

from typing import Final

from django.contrib.admin import display
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

SIX: Final = ("en", "fr", "es", "ru", "ar", "zh")
"""The official languages, in the order in which the name columns stand."""


class SixNames(models.Model):
    """A row whose names are published facts in the six languages, one column each."""

    name_en = models.CharField(_("name in English"), max_length=500)
    name_fr = models.CharField(_("name in French"), max_length=500, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=500, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=500, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=500, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    @display(description=_("name"), ordering="name_en")
    def name(self) -> str:
        """Return the name in the language in force, in English where there is none."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the name in a language such as "fr" or "zh-hans"."""
        short = language[:2]
        named: str = getattr(self, f"name_{short}") if short in SIX else ""
        return named or self.name_en


class Titled(models.Model):
    """A row whose title is a sentence of ours: kept in English, shown through the catalogues.

    The catalogues know the titles we ship. One that an administrator rewrites is shown as written
    until the translators have it.
    """

    title_en = models.CharField(_("title in English"), max_length=300)

    class Meta:
        abstract = True

    @property
    @display(description=_("title"), ordering="title_en")
    def title(self) -> str:
        """Return the title in the language in force."""
        return translated(self.title_en)


def translated(text: str) -> str:
    """Look a stored English text up in the catalogues (of nothing, nothing)."""
    return gettext(text) if text else ""
