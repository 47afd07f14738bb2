"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Who is told what, when and how."""

    name = "messaging"
    verbose_name = "Messages"
