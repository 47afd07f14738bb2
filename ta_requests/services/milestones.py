"""Milestones: evidence by one officer, accepted by another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ta_requests.machines import MILESTONE
from ta_requests.models import Document, Milestone
from ta_requests.services.following import plain, required, wrong
from workflows.actors import Actor
from workflows.engine import Act, After, perform

accept = plain(MILESTONE, "accept")
return_evidence = plain(MILESTONE, "return_evidence")


def file_of_the_request(document_id: UUID | None) -> After:
    """Return the check that a named file belongs to the request of a milestone or of goods."""

    def check(act: Act) -> None:
        files = Document.objects.filter(request_id=act.subject.delivery.request_id)
        if document_id is not None and not files.filter(pk=document_id).exists():
            raise wrong("document_unknown", _("There is no such document."), "document_id")

    return check


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
        after=file_of_the_request(document_id),
    )
    return milestone
