"""Bring in flows published by OCHA's Financial Tracking Service."""

from __future__ import annotations

from donors.management.importing import ImportCommand
from donors.services.importing import import_fts
from donors.services.published.fts import LICENCE


class Command(ImportCommand):
    """All pages of one search together; each flow once."""

    help = "Bring in pages of flows of the Financial Tracking Service, as published."
    bring_in = staticmethod(import_fts)
    licence = LICENCE
