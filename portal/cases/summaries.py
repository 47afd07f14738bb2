"""What a person must have before their eyes when taking a step: the text sent, the amounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from donors.machines.allotment import ALLOTMENT
from donors.machines.amendment import AMENDMENT
from donors.machines.pledge import PLEDGE
from donors.services import commitments
from portal.giving.changes import difference_of
from portal.requests.file import request_file
from workflows.actors import Actor
from workflows.registry import Machine

WITH_THE_TEXT: Final = frozenset(
    {("request", "submit"), ("request", "submit_transcribed"), ("request", "countersign")}
)
"""Steps that send the text of a request: they show exactly what is sent."""
NOTHING: Final = {"summary": "portal/_parts/before_nothing.html"}


def summary_of(
    known: Machine, name: str, subject: Any, *, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Return the part of the page and what it shows."""
    if known is PLEDGE:
        worth = commitments.of_pledge(subject, now=now)
        return {"summary": "portal/giving/_parts/before_pledge.html", "worth": worth}
    if known is ALLOTMENT:
        worth = commitments.of_allotment(subject)
        return {"summary": "portal/giving/_parts/before_allotment.html", "worth": worth}
    if known is AMENDMENT:
        return {
            "summary": "portal/giving/_parts/before_amendment.html",
            "changed": commitments.of_amendment(subject, now=now),
            "difference": difference_of(subject),
        }
    if (known.key, name) not in WITH_THE_TEXT:
        return NOTHING
    file = request_file(subject.pk, actor=actor, now=now)
    return {"summary": "portal/_parts/before_request_submit.html", "file": file}
