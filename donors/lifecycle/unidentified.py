"""Cash nobody knows the reason of yet: unidentified until a treasury officer finds its pledge."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.adjustments import UnidentifiedState
from donors.policies.money import BY_TREASURY
from workflows.moves import move
from workflows.state_field import StateField


class UnidentifiedReceiptLifecycle(models.Model):
    """open -> identified."""

    state = StateField(
        _("state"), default=UnidentifiedState.OPEN.value, choices=UnidentifiedState, protected=True
    )
    facts: Any

    receipt_id: Any
    identified_at: Any
    identified_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="open",
        target="identified",
        by=BY_TREASURY,
        asks=["pledge"],
        title=_("Identify the receipt"),
        effect=_("The cash becomes a receipt of the pledge, valued as when it arrived."),
    )
    def identify(self) -> None:
        """Say which pledge the cash pays; it becomes a receipt of it, at the dollars booked."""
        self.receipt_id = self.facts.given["receipt"]
        self.identified_at = self.facts.now
        self.identified_by_id = self.facts.actor.person_id
