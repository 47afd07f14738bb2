"""Give a donor the reports it is owed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from common.errors import NotAllowed, StateMoved
from donors.machines.promises import REPORT_OBLIGATION
from donors.models import ReportObligation
from donors.models.report_obligation import OWED
from donors.policies.promises import BY_PROGRAMME
from donors.services import positions
from donors.services.files import seal
from donors.services.steps import step
from workflows import engine
from workflows.actors import Actor
from workflows.engine import Act


def attach_report(
    *, pk: UUID, upload: File[bytes], actor: Actor, version: int | None = None
) -> ReportObligation:
    """Keep the file of a report that is due or was returned; another replaces it until submitted.

    Raises:
        NotFound, Stale, NotAllowed, StateMoved, Invalid (no file of a known kind).
    """
    sealed = seal(upload)
    with transaction.atomic():
        report: ReportObligation = engine.edit(
            REPORT_OBLIGATION, pk=pk, actor=actor, version=version, allowed=None
        )
        if not BY_PROGRAMME(report, actor):
            raise NotAllowed(BY_PROGRAMME.sentence)
        if report.state not in OWED:
            raise StateMoved(data={"state": report.state, "allowed_from": sorted(OWED)})
        report.file, report.name = sealed.file, sealed.name
        report.sha256 = sealed.sha256
        report.save()
    return report


def _seal_the_file(act: Act) -> None:
    act.data["sha256"] = act.subject.sha256


def _tell_request(act: Act) -> None:
    _seal_the_file(act)
    if act.subject.request_id is not None:
        positions.push(frozenset({act.subject.request_id}), act.now)


submit: Final = step(REPORT_OBLIGATION, "submit", after=_seal_the_file)
accept: Final = step(REPORT_OBLIGATION, "accept", after=_tell_request)
send_back: Final = step(REPORT_OBLIGATION, "send_back")
replace: Final = step(REPORT_OBLIGATION, "replace")
