"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class TaRequestsConfig(AppConfig):
    """From a State's request to its closure."""

    name = "ta_requests"
    verbose_name = "Technical assistance requests"
