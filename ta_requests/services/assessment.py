"""The needs assessment from its opening to its end."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.assessment import AssessmentState, ComponentStatus
from ta_requests.machines import ASSESSMENT, DELIVERY
from ta_requests.models import Assessment, Assessor, Component, Delivery, Request
from ta_requests.services.assessment_team import suitable
from ta_requests.services.following import (
    as_system,
    drive_request,
    each_as_system,
    lock_request_of,
    plain,
    wrong,
)
from ta_requests.services.state_validation import note_silence
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, create, perform
from workflows.principal import speaking_as

begin = plain(ASSESSMENT, "begin")
submit_draft = plain(ASSESSMENT, "submit_draft")
resume_work = plain(ASSESSMENT, "resume_work")

CENT = Decimal("0.01")


def open_assessment(
    *, request: Request, lead_assessor_id: UUID, actor: Actor, now: datetime
) -> Assessment:
    """Plan an assessment of a request; one that was final is superseded, its delivery cancelled.

    Called while the request is locked.

    Raises:
        Invalid: the lead is no assessor. Refused: the lead declared a conflict of interest.
    """
    person_id = suitable(lead_assessor_id, request_id=request.pk, now=now, field="lead_assessor_id")
    earlier = Assessment.objects.of_request(request.pk)
    for final in earlier.filter(state=AssessmentState.FINAL):
        with speaking_as(SYSTEM):
            supersede(pk=final.pk, actor=SYSTEM, now=now, caused_by=actor.person_id)
    for delivery in Delivery.objects.filter(request=request).live():
        as_system(DELIVERY, pk=delivery.pk, name="cancel", now=now, caused_by=actor)
    number = earlier.count() + 1
    report = Assessment(
        request=request,
        organisation_id=request.organisation_id,
        number=number,
        reference=f"{request.reference}-A{number}",
    )
    create(
        ASSESSMENT,
        report,
        actor=actor,
        now=now,
        role="section_chief",
        data={"lead_assessor_id": person_id},
    )
    Assessor.objects.create(assessment=report, person_id=person_id, is_lead=True, assigned_at=now)
    return report


def supersede(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    caused_by: UUID | None = None,
) -> Assessment:
    """Let a final report give way to a new one; its components no longer stand."""

    def retire(act: Act) -> None:
        Component.objects.filter(assessment=act.subject).update(status=ComponentStatus.RETIRED)

    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="supersede",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"caused_by": caused_by},
        after=retire,
    )
    return report


def cancel_open(*, request: Request, actor: Actor, now: datetime, reason: str) -> None:
    """Cancel the unfinished assessment of a request that no longer needs it, if there is one."""
    caller = actor if actor.has("section_chief") else SYSTEM
    with speaking_as(SYSTEM) if caller is SYSTEM else nullcontext():
        for report in Assessment.objects.of_request(request.pk).open():
            perform(
                ASSESSMENT,
                pk=report.pk,
                name="cancel",
                actor=caller,
                now=now,
                reason=reason,
                data={"caused_by": actor.person_id},
            )


def cancel(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Assessment:
    """Cancel an unfinished assessment; its request goes back to acknowledged."""

    def take_along(act: Act) -> None:
        drive_request(
            request_id=act.subject.request_id,
            name="cancel_assessment",
            source="needs_assessment",
            actor=actor,
            now=now,
            reason=reason,
        )

    with transaction.atomic():
        lock_request_of(Assessment, pk)
        report: Assessment = perform(
            ASSESSMENT,
            pk=pk,
            name="cancel",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=take_along,
        )
    return report


def override_priority(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    total: Decimal,
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Rank by another figure (0 to 100) than the score, and say why."""
    if not (total.is_finite() and 0 <= total <= 100):
        raise wrong("total_out_of_range", _("The figure lies between 0 and 100."), "total")
    total = total.quantize(CENT)
    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="override_priority",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"total": total, "reason": reason.strip()},
        data={"total": total},
    )
    return report


def finalise(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Assessment:
    """Make the report final: its components are frozen and the request is assessed."""
    with transaction.atomic():
        lock_request_of(Assessment, pk)
        report: Assessment = perform(
            ASSESSMENT,
            pk=pk,
            name="finalise",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=_freeze,
        )
    return report


def _freeze(act: Act) -> None:
    report: Assessment = act.subject
    components = Component.objects.filter(assessment=report)
    components.update(status=ComponentStatus.FROZEN)
    act.data.update(
        by="silence" if report.final_by_silence else "validation",
        total=report.priority_score.total,
        components=[_summary(component) for component in components],
    )
    with speaking_as(SYSTEM):
        drive_request(
            request_id=report.request_id,
            name="record_assessed",
            source="needs_assessment",
            actor=SYSTEM,
            now=act.now,
        )


def _summary(component: Component) -> dict[str, Any]:
    return {
        "number": component.number,
        "phase": component.phase,
        "net": component.net_money,
        "gross": component.gross_money,
    }


def advance(now: datetime) -> int:
    """Record the silence of States whose working days have passed; return how many."""
    with speaking_as(SYSTEM):
        due = list(
            Assessment.objects.filter(
                state=AssessmentState.STATE_VALIDATION,
                silence_noted_at__isnull=True,
                validated_at__isnull=True,
                silence_due_at__lte=now,
            ).values_list("pk", flat=True)
        )
    return each_as_system(due, lambda pk: note_silence(pk=pk, actor=SYSTEM, now=now))
