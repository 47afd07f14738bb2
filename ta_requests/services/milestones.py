"""Milestones: evidence by one officer, accepted by another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ta_requests.machines import MILESTONE
from ta_requests.models import Milestone
from ta_requests.services.following import plain, required
from workflows.actors import Actor
from workflows.engine import perform

accept = plain(MILESTONE, "accept")
return_evidence = plain(MILESTONE, "return_evidence")


def give_evidence(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    evidence: str,
    document_id: UUID | None = None,
    version: int | None = None,
    reason: str = "",
) -> Milestone:
    """Say what shows that the milestone is reached."""
    text = required(evidence, field="evidence", sentence=_("Say what the evidence is."))
    milestone: Milestone = perform(
        MILESTONE,
        pk=pk,
        name="give_evidence",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"evidence": text, "document_id": document_id},
    )
    return milestone
