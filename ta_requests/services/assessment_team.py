"""The team of an assessment and its declarations of interests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant
from common.errors import Reason, Refused
from ta_requests.machines import ASSESSMENT
from ta_requests.models import Assessment, Assessor
from ta_requests.services.following import wrong
from workflows.actors import Actor
from workflows.engine import Act, perform


def suitable(person_id: UUID, *, request_id: UUID, now: datetime, field: str) -> UUID:
    """Return the person, if an assessor who never declared a conflict about this request.

    Raises:
        Invalid: the person does not hold the role. Refused: a conflict was declared.
    """
    grants = RoleGrant.objects.in_force(now).filter(person_id=person_id, role="assessor")
    if not grants.exists():
        raise wrong("not_an_assessor", _("This person is not an assessor."), field)
    conflicts = Assessor.objects.filter(
        assessment__request_id=request_id, person_id=person_id, has_conflict=True
    )
    if conflicts.exists():
        sentence = _("This person declared a conflict of interest.")
        raise Refused(sentence, reasons=[Reason("conflict_of_interest", sentence, field)])
    return person_id


def assign(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    person_id: UUID,
    lead: bool = False,
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Add an assessor to the team; as ``lead`` in the place of the present one."""

    def join(act: Act) -> None:
        suitable(person_id, request_id=act.subject.request_id, now=now, field="person_id")
        team = Assessor.objects.filter(assessment=act.subject).serving()
        if lead:
            team.filter(is_lead=True).update(is_lead=False)
        if not team.filter(person_id=person_id).update(is_lead=lead):
            Assessor.objects.create(
                assessment=act.subject, person_id=person_id, is_lead=lead, assigned_at=now
            )
        _someone_leads(act.subject)

    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="assign",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"person_id": person_id, "lead": lead},
        after=join,
    )
    return report


def relieve(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    person_id: UUID,
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Take a member off the team."""

    def leave(act: Act) -> None:
        team = Assessor.objects.filter(assessment=act.subject).serving()
        gone = team.filter(person_id=person_id).update(relieved_at=now, is_lead=False)
        if not gone:
            raise wrong("not_of_the_team", _("This person is not on the team."), "person_id")
        _someone_leads(act.subject)

    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="relieve",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"person_id": person_id},
        after=leave,
    )
    return report


def _someone_leads(report: Assessment) -> None:
    if not Assessor.objects.filter(assessment=report, is_lead=True).serving().exists():
        sentence = _("An assessment needs a lead assessor: name another one first.")
        raise Refused(sentence, reasons=[Reason("lead_missing", sentence, "person_id")])


def declare(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    conflict: bool,
    statement: str = "",
    version: int | None = None,
    reason: str = "",
) -> Assessment:
    """Declare one's interests; the latest declaration counts."""

    def write_down(act: Act) -> None:
        mine = Assessor.objects.filter(assessment=act.subject, person_id=actor.person_id)
        mine.serving().update(has_conflict=conflict, statement=statement.strip(), declared_at=now)

    report: Assessment = perform(
        ASSESSMENT,
        pk=pk,
        name="declare",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"conflict": conflict},
        after=write_down,
    )
    return report
