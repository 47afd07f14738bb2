"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What the API and the forms share."""

    name = "web"
    verbose_name = "Web plumbing"
