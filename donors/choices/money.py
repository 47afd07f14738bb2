"""Where an allotment stands, and in which states of a request its money may move."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AllotmentState(models.TextChoices):
    """Where an allotment stands (DOMAIN 3)."""

    PROPOSED = "proposed", _("Proposed")
    CERTIFIED = "certified", _("Certified")
    RELEASED = "released", _("Released")
    CLOSED = "closed", _("Closed")
    REVERSED = "reversed", _("Reversed")
    REJECTED = "rejected", _("Rejected")


OPEN: Final = (AllotmentState.PROPOSED, AllotmentState.CERTIFIED, AllotmentState.RELEASED)
"""Allotments that still ask for an act; a request is closed only without any."""

RESERVING: Final = (
    AllotmentState.CERTIFIED,
    AllotmentState.RELEASED,
    AllotmentState.CLOSED,
    AllotmentState.REVERSED,
)
"""Allotments whose gross amount, less what was reversed, is taken from the contribution's cash."""

SPENDABLE: Final = (AllotmentState.RELEASED, AllotmentState.CLOSED, AllotmentState.REVERSED)
"""Allotments that were released: they carry obligations and expenditures, perhaps none."""

FUNDABLE_REQUESTS: Final = ("funding_sought", "funded", "in_delivery")
"""States of a request in which money may be allotted to it."""

OBLIGABLE_REQUESTS: Final = ("funded", "in_delivery")
"""States of a request in which new obligations may be entered (a suspension stops them)."""
