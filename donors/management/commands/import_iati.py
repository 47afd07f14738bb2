"""Bring in money that came in to published IATI activities."""

from __future__ import annotations

from donors.management.importing import ImportCommand
from donors.services.importing import import_iati


class Command(ImportCommand):
    """Files of IATI activities (2.0x); the older standard is refused."""

    help = "Bring in incoming pledges, commitments and payments of IATI activities (2.0x)."
    bring_in = staticmethod(import_iati)
