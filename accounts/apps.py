"""The accounts room as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, people and what they may do."""

    name = "accounts"
    verbose_name = "People and organisations"
