"""The pledge once it is agreed: cash comes in, terms are amended, and it is closed."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.lifecycle import pledge_guards as need
from donors.lifecycle.duties import another_person_than
from donors.lifecycle.published import NOT_PUBLISHED
from donors.policies import promises as who
from workflows.moves import BY_SYSTEM, SAME, move

IN_FORCE: Final = ["agreed", "partly_received", "received"]


class InForceLifecycle(models.Model):
    """agreed, partly_received, received, closed; the contribution beside it holds the money."""

    facts: Any
    closed_at: Any
    closed_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="agreed",
        target="partly_received",
        by=who.BY_TREASURY,
        requires=[NOT_PUBLISHED, need.NOT_ITS_OWNER],
        title=_("Record a receipt"),
    )
    @move(
        source=["partly_received", "received"],
        target=SAME,
        by=who.BY_TREASURY,
        requires=[NOT_PUBLISHED, need.NOT_ITS_OWNER],
        title=_("Record a receipt"),
    )
    def record_receipt(self) -> None:
        """Record cash that arrived; what is above the amount waits as unapplied cash (IATI 1)."""

    @move(
        source="agreed",
        target="partly_received",
        by=BY_SYSTEM,
        requires=[need.SOMETHING_PAID],
        title=_("Note that unapplied cash was applied"),
    )
    def note_application(self) -> None:
        """Note that cash of another agreement now pays for this one; derived, never typed."""

    @move(
        source=["agreed", "partly_received"],
        target="received",
        by=BY_SYSTEM,
        requires=[need.RECEIVED_IN_FULL],
        title=_("Note that everything arrived"),
    )
    def complete_receipts(self) -> None:
        """Note that all has arrived that was not written down; derived, never typed."""

    @move(
        source="received",
        target="partly_received",
        by=BY_SYSTEM,
        requires=[need.NOT_RECEIVED_IN_FULL],
        title=_("Note that more is to come"),
    )
    def reopen_receipts(self) -> None:
        """Note that an amendment made the amount larger than what arrived; derived as well."""

    @move(
        source=IN_FORCE,
        target=SAME,
        by=BY_SYSTEM,
        requires=[NOT_PUBLISHED],
        title=_("Change the terms"),
    )
    def amend(self) -> None:
        """Write down what an accepted amendment changes; nothing else changes agreed terms."""
        for column, value in self.facts.given.get("columns", {}).items():
            setattr(self, column, value)

    @move(
        source="received",
        target="closed",
        by=who.BY_APPROVING,
        requires=[
            NOT_PUBLISHED,
            another_person_than("relationship_owner_id", "cleared_by_id"),
            need.NOTHING_UNSPENT,
        ],
        title=_("Close"),
    )
    def close(self) -> None:
        """Close a contribution of which nothing is left unspent."""
        self.closed_at = self.facts.now
        self.closed_by_id = self.facts.actor.person_id
