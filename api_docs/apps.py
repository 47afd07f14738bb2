"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class ApiDocsConfig(AppConfig):
    """The published contract and its guides."""

    name = "api_docs"
    verbose_name = "API documentation"

    def ready(self) -> None:
        """Name the choices, and say which committed pages are generated."""
        from api_docs.enums import name_choices  # noqa: PLC0415 - all rooms are loaded here
        from api_docs.pages import register_pages  # noqa: PLC0415

        name_choices()
        register_pages()
