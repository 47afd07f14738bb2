"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class DonorsConfig(AppConfig):
    """From a pledge to an allotment."""

    name = "donors"
    verbose_name = "Donors and money"
