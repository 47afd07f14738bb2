"""A waiver of the standard programme support rate: asked, then approved or refused (DOMAIN 2.2)."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import WaiverState
from donors.lifecycle.duties import another_person_than
from donors.policies.promises import BY_APPROVING
from workflows.moves import move
from workflows.state_field import StateField

NOT_THE_ASKER: Final = another_person_than(
    "created_by_id",
    "relationship_owner_id",
    sentence=_("Whoever asks for a waiver, or looks after the donor, does not decide on it."),
    code="asker_may_not_decide",
)


class PscWaiverLifecycle(models.Model):
    """asked -> approved or refused."""

    state = StateField(
        _("state"), default=WaiverState.ASKED.value, choices=WaiverState, protected=True
    )
    facts: Any

    decided_at: Any
    decided_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="asked",
        target="approved",
        by=BY_APPROVING,
        requires=[NOT_THE_ASKER],
        title=_("Approve the waiver"),
    )
    def approve(self) -> None:
        """Approve the other rate; never by the officer who asked for it."""
        self._decide()

    @move(
        source="asked",
        target="refused",
        by=BY_APPROVING,
        requires=[NOT_THE_ASKER],
        reason=True,
        title=_("Refuse the waiver"),
    )
    def refuse(self) -> None:
        """Refuse the other rate."""
        self._decide()

    def _decide(self) -> None:
        self.decided_at = self.facts.now
        self.decided_by_id = self.facts.actor.person_id
