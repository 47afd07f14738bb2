"""The State's word on the report: sent, commented, validated, returned, or met with silence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ta_requests.choices.assessment import RemarkKind
from ta_requests.machines import ASSESSMENT
from ta_requests.models import Assessment, StateValidation
from ta_requests.services.following import person_of, plain, required
from workflows.actors import Actor
from workflows.engine import Act, After, perform

note_silence = plain(ASSESSMENT, "note_silence")


def send_to_state(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Assessment:
    """Send the report to the State; 20 working days of silence are agreement."""

    def tell(act: Act) -> None:
        act.data["silence_due_at"] = act.subject.silence_due_at

    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="send_to_state",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=tell,
    )
    return report


def _keep(kind: RemarkKind, text: str) -> After:
    """Return the step that keeps the State's words as they are."""

    def keep(act: Act) -> None:
        StateValidation.objects.create(
            assessment=act.subject,
            kind=kind,
            text=text,
            person_id=person_of(act.actor),
            at=act.now,
        )

    return keep


def comment(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    text: str,
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Comment on the report, word for word."""
    required(text, field="text", sentence=_("A comment needs words."))
    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="comment",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=_keep(RemarkKind.COMMENT, text),
    )
    return report


def validate_report(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    text: str = "",
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Validate the report for the State."""
    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="validate_report",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=_keep(RemarkKind.VALIDATED, text),
    )
    return report


def return_report(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Assessment:
    """Return the report; the reason is kept word for word."""
    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="return_report",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=_keep(RemarkKind.RETURNED, reason),
    )
    return report
