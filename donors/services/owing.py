"""Owe a donor the reports its agreement promises."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from donors.machines.promises import REPORT_OBLIGATION
from donors.models import Pledge, ReportObligation
from donors.services import positions
from workflows import engine
from workflows.actors import Actor


def owe_reports(pledge: Pledge, *, actor: Actor, now: datetime) -> None:
    """Make an obligation of each line of the report schedule, numbered on from the last."""
    meant_for = positions.requests_of(pledge)
    last: int = pledge.reports.aggregate(last=Max("number"))["last"] or 0
    for number, line in enumerate(pledge.report_schedule, start=last + 1):
        report = ReportObligation(
            pledge=pledge,
            organisation_id=pledge.organisation_id,
            request_id=next(iter(meant_for), None),
            number=number,
            reference=f"{pledge.reference}-R{number}",
            kind=line["kind"],
            due_on=date.fromisoformat(line["due_on"]),
        )
        engine.create(REPORT_OBLIGATION, report, actor=actor, now=now, role="approving_officer")
