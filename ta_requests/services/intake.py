"""What UNODC does with a submission: acknowledge it, return it, have it assessed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ta_requests import ports
from ta_requests.choices.request import ReturnGrounds
from ta_requests.models import Request
from ta_requests.services import assessment
from ta_requests.services.following import wrong
from ta_requests.services.pace import reread, step
from workflows.actors import Actor
from workflows.engine import Act


def acknowledge(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    authenticity_confirmed: bool = False,
) -> Request:
    """Acknowledge receipt of a request whose note verbale is authentic."""
    return step(
        pk=pk,
        name="acknowledge",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"authenticity_confirmed": authenticity_confirmed},
    )


def send_back(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    grounds: str = "",
) -> Request:
    """Return a submission that is not authentic or not complete."""
    if grounds and grounds not in ReturnGrounds.values:
        raise wrong("unknown_code", _("There is no such ground."), "grounds")
    return step(
        pk=pk,
        name="send_back",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"grounds": grounds},
        data={"grounds": grounds},
    )


def begin_assessment(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    lead_assessor_id: UUID | None = None,
) -> Request:
    """Open the needs assessment under a lead assessor."""
    return _assess("begin_assessment", pk, actor, now, version, reason, lead_assessor_id)


def reassess(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    lead_assessor_id: UUID | None = None,
) -> Request:
    """Open a new needs assessment, which supersedes the final one."""
    return _assess("reassess", pk, actor, now, version, reason, lead_assessor_id)


def _assess(
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    lead_assessor_id: UUID | None,
) -> Request:
    def open_it(act: Act) -> None:
        opened = assessment.open_assessment(
            request=act.subject,
            lead_assessor_id=act.given["lead_assessor_id"],
            actor=actor,
            now=now,
        )
        act.data.update(assessment=opened.reference)

    return step(
        pk=pk,
        name=name,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"lead_assessor_id": lead_assessor_id},
        data={"lead_assessor_id": lead_assessor_id},
        after=open_it,
    )


def cancel_assessment(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Cancel the open assessment and take the request back to acknowledged."""

    def cancel_it(act: Act) -> None:
        assessment.cancel_open(request=act.subject, actor=actor, now=now, reason=reason)

    return step(
        pk=pk,
        name="cancel_assessment",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=cancel_it,
    )


def record_assessed(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
) -> Request:
    """Follow the assessment that became final; only the system does."""

    def tell(act: Act) -> None:
        act.data.update(priority_score=act.subject.priority_score)

    step(
        pk=pk,
        name="record_assessed",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=tell,
    )
    ports.funding().recount(request_id=pk, now=now)
    return reread(pk)
