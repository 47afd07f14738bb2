"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Countries, currencies, rates and lists that administrators edit."""

    name = "reference"
    verbose_name = _("Reference data")
