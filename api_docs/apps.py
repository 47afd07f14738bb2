"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class ApiDocsConfig(AppConfig):
    """The published contract and its guides."""

    name = "api_docs"
    verbose_name = "API documentation"
