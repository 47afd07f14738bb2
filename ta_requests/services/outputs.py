"""Outputs: told to the State, then accepted line by line, contested, waived or met by silence."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ta_requests.choices.delivery import OutputStatus
from ta_requests.machines import DELIVERY
from ta_requests.models import Delivery, Output
from ta_requests.models.assessment_facts import silence_deadline
from workflows.actors import Actor
from workflows.engine import Act, perform


def _perform(
    name: str,
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    version: int | None,
    reason: str = "",
    **changes: Any,
) -> Delivery:
    """Take one step about one output; the event names it by its number."""

    def write(act: Act) -> None:
        output = Output.objects.get(pk=output_id)
        for field, value in changes.items():
            setattr(output, field, value)
        output.save()
        act.data.update(
            output=output.number,
            output_id=output.pk,
            status=output.status,
            silence_due_at=output.silence_due_at,
        )

    delivery: Delivery = perform(
        DELIVERY,
        pk=pk,
        name=name,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"output_id": output_id},
        after=write,
    )
    return delivery


def notice_output(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Tell the State that an output is delivered; 20 working days of silence accept it."""
    return _perform(
        "notice_output",
        pk=pk,
        actor=actor,
        now=now,
        output_id=output_id,
        version=version,
        reason=reason,
        status=OutputStatus.NOTICED,
        noticed_at=now,
        silence_due_at=silence_deadline(now),
    )


def accept_output(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    note: str = "",
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Accept an output for the State."""
    return _perform(
        "accept_output",
        pk=pk,
        actor=actor,
        now=now,
        output_id=output_id,
        version=version,
        reason=reason,
        status=OutputStatus.ACCEPTED,
        settled_at=now,
        settled_by_id=actor.person_id,
        note=note.strip(),
    )


def contest_output(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Say for the State why an output cannot be accepted; it is noticed again once mended."""
    return _perform(
        "contest_output",
        pk=pk,
        actor=actor,
        now=now,
        output_id=output_id,
        version=version,
        reason=reason,
        status=OutputStatus.CONTESTED,
        noticed_at=None,
        silence_due_at=None,
        note=reason.strip(),
    )


def waive_output(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Go on without the State's acceptance of an output."""
    return _perform(
        "waive_output",
        pk=pk,
        actor=actor,
        now=now,
        output_id=output_id,
        version=version,
        reason=reason,
        status=OutputStatus.WAIVED,
        settled_at=now,
        settled_by_id=actor.person_id,
        note=reason.strip(),
    )


def accept_output_by_silence(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    output_id: UUID,
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Take the State's silence for acceptance; the event says so by its name."""
    return _perform(
        "accept_output_by_silence",
        pk=pk,
        actor=actor,
        now=now,
        output_id=output_id,
        version=version,
        reason=reason,
        status=OutputStatus.ACCEPTED_BY_SILENCE,
        settled_at=now,
    )


def take_back_notices(act: Act) -> None:
    """Stop the clocks of a delivery that stands still: its outputs are noticed again later."""
    noticed = Output.objects.filter(delivery=act.subject, status=OutputStatus.NOTICED)
    act.data["notices_taken_back"] = list(noticed.values_list("number", flat=True))
    noticed.update(status=OutputStatus.PLANNED, noticed_at=None, silence_due_at=None)
