"""A milestone: planned, then evidence, then accepted by another officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.delivery import DeliveryState, MilestoneState
from ta_requests.policies.assessment import OFFICER, OFFICER_OR_CHIEF
from workflows.moves import Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class MilestoneFacts(Facts):
    """The state of the delivery the milestone belongs to."""

    delivery_state: str


UNDER_WAY = Requirement(
    lambda milestone: (
        milestone.facts.delivery_state in {DeliveryState.IMPLEMENTATION, DeliveryState.SUSPENDED}
    ),
    _("The delivery is not under way."),
    "delivery_not_under_way",
)
NOT_THE_PROVIDER = Requirement(
    lambda milestone: milestone.facts.actor.person_id != milestone.evidence_by_id,
    _("Whoever gave the evidence does not judge it."),
    "provider_may_not_accept",
    duty=True,
)


class MilestoneLifecycle(models.Model):
    """planned -> evidence -> accepted; evidence that does not convince goes back."""

    state = StateField(
        _("state"), default=MilestoneState.PLANNED.value, choices=MilestoneState, protected=True
    )
    facts: Any

    evidence: str
    evidence_document_id: Any
    evidence_at: Any
    evidence_by_id: Any
    accepted_at: Any
    accepted_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="planned",
        target="evidence",
        by=OFFICER,
        requires=[UNDER_WAY],
        asks=["evidence", "document_id"],
        title=_("Give evidence"),
    )
    def give_evidence(self) -> None:
        """Say, with a file where there is one, what shows that the milestone is reached."""
        self.evidence = self.facts.given["evidence"]
        self.evidence_document_id = self.facts.given["document_id"]
        self.evidence_at = self.facts.now
        self.evidence_by_id = self.facts.actor.person_id

    @move(
        source="evidence",
        target="accepted",
        by=OFFICER_OR_CHIEF,
        requires=[NOT_THE_PROVIDER, UNDER_WAY],
        title=_("Accept the evidence"),
    )
    def accept(self) -> None:
        """Accept the evidence another officer gave (Board of Auditors: a second person looks)."""
        self.accepted_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id

    @move(
        source="evidence",
        target="planned",
        by=OFFICER_OR_CHIEF,
        requires=[NOT_THE_PROVIDER],
        reason=True,
        title=_("Return the evidence"),
    )
    def return_evidence(self) -> None:
        """Ask for better evidence and say what is missing."""
        self.evidence_at = None
        self.evidence_by_id = None
