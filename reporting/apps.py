"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Figures as of a date; reads across rooms, writes nothing."""

    name = "reporting"
    verbose_name = "Reporting"
