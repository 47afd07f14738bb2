"""Due diligence, reports and waivers as the engine knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from common.clock import day_of, months_after
from donors.lifecycle.due_diligence import DueDiligenceFacts
from donors.models import DueDiligence, PscWaiver, ReportObligation
from reference.services.parameters import count_of
from workflows.actors import Actor
from workflows.moves import Facts
from workflows.registry import Machine


def due_diligence_facts(
    _subject: DueDiligence, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> DueDiligenceFacts:
    """Return the facts of one examination."""
    today = day_of(now)
    return DueDiligenceFacts(
        actor=actor,
        now=now,
        given=given,
        today=today,
        usually_until=months_after(today, count_of("due_diligence_months")),
        remind_until=today + timedelta(days=count_of("clearance_reminder_days")),
    )


def plain_facts(
    _subject: Any, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> Facts:
    """Return the facts of a machine whose guards only read its own fields."""
    return Facts(actor=actor, now=now, given=given)


DUE_DILIGENCE: Final = Machine(
    key="due_diligence",
    model=DueDiligence,
    initial="pending",
    facts=due_diligence_facts,
    parties=lambda _examination: [],
)
REPORT_OBLIGATION: Final = Machine(
    key="report_obligation",
    model=ReportObligation,
    initial="due",
    facts=plain_facts,
    parties=lambda report: [report.organisation_id],
)
PSC_WAIVER: Final = Machine(
    key="psc_waiver",
    model=PscWaiver,
    initial="asked",
    facts=plain_facts,
    parties=lambda _waiver: [],
    reference=lambda waiver: waiver.pledge.reference,
)
