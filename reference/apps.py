"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Countries, currencies, rates and lists that administrators edit."""

    name = "reference"
    verbose_name = "Reference data"
