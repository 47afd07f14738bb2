"""Due diligence on a donor that is neither a State nor part of the United Nations (DOMAIN 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import DueDiligenceState
from donors.lifecycle.duties import another_person_than
from donors.policies.promises import BY_DUE_DILIGENCE
from workflows.moves import BY_SYSTEM, SAME, Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class DueDiligenceFacts(Facts):
    """The day, until when a clearance given today is usually valid, and which may soon run out."""

    today: date
    usually_until: date
    remind_until: date


def _until(subject: Any) -> date:
    chosen: date | None = subject.facts.given.get("valid_until")
    usual: date = subject.facts.usually_until
    return chosen or usual


FINDINGS: Final = Requirement(
    lambda subject: bool(str(subject.facts.given.get("findings", "")).strip()),
    _("Write down what was found."),
    "findings_missing",
    field="findings",
    asks="findings",
)
CONDITIONS: Final = Requirement(
    lambda subject: bool(str(subject.facts.given.get("conditions", "")).strip()),
    _("Write down the conditions."),
    "conditions_missing",
    field="conditions",
    asks="conditions",
)
VALID_AHEAD: Final = Requirement(
    lambda subject: _until(subject) > subject.facts.today,
    _("A clearance must be valid beyond today."),
    "validity_in_the_past",
    field="valid_until",
    asks="valid_until",
)
ANOTHER_ASSESSOR: Final = another_person_than(
    "relationship_owner_id",
    sentence=_("Whoever looks after the donor does not examine it."),
    code="relationship_owner_may_not",
)
RUN_OUT: Final = Requirement(
    lambda subject: subject.valid_until < subject.facts.today,
    _("The clearance is still valid."),
    "still_valid",
)

ENDS_SOON: Final = Requirement(
    lambda subject: (
        subject.reminded_at is None
        and subject.facts.today <= subject.valid_until <= subject.facts.remind_until
    ),
    _("It is not time for a reminder."),
    "no_reminder_due",
)


class DueDiligenceLifecycle(models.Model):
    """pending -> cleared or conditional (reminded of, then expired), or refused."""

    state = StateField(
        _("state"),
        default=DueDiligenceState.PENDING.value,
        choices=DueDiligenceState,
        protected=True,
    )
    facts: Any

    findings: str
    conditions: str
    valid_until: Any
    assessor_id: Any
    decided_at: Any
    reminded_at: Any

    class Meta:
        abstract = True

    @move(
        source="pending",
        target="cleared",
        by=BY_DUE_DILIGENCE,
        requires=[ANOTHER_ASSESSOR, FINDINGS, VALID_AHEAD],
        asks=["findings", "valid_until"],
        title=_("Clear the donor"),
        effect=_("Pledges of this donor that waited go on to negotiation."),
    )
    def clear(self) -> None:
        """Clear the donor until a day; never by the officer who looks after it."""
        self._decide()
        self.valid_until = _until(self)

    @move(
        source="pending",
        target="conditional",
        by=BY_DUE_DILIGENCE,
        requires=[ANOTHER_ASSESSOR, FINDINGS, CONDITIONS, VALID_AHEAD],
        asks=["findings", "conditions", "valid_until"],
        title=_("Clear the donor with conditions"),
        effect=_("Pledges of this donor that waited go on to negotiation."),
    )
    def clear_with_conditions(self) -> None:
        """Clear the donor until a day, on conditions the agreement must respect."""
        self._decide()
        self.conditions = self.facts.given["conditions"].strip()
        self.valid_until = _until(self)

    @move(
        source="pending",
        target="refused",
        by=BY_DUE_DILIGENCE,
        requires=[ANOTHER_ASSESSOR, FINDINGS],
        reason=True,
        asks=["findings"],
        title=_("Refuse the donor"),
        effect=_("Pledges of this donor that waited are refused."),
    )
    def refuse(self) -> None:
        """Refuse the donor; a later examination may come to another result."""
        self._decide()

    @move(
        source=["cleared", "conditional"],
        target=SAME,
        by=BY_SYSTEM,
        requires=[ENDS_SOON],
        title=_("Remind of the end of the clearance"),
        effect=_("A new examination may be asked for in time."),
    )
    def remind(self) -> None:
        """Remind the office, once, that a clearance is about to run out."""
        self.reminded_at = self.facts.now

    @move(
        source=["cleared", "conditional"],
        target="expired",
        by=BY_SYSTEM,
        requires=[RUN_OUT],
        title=_("Expire"),
    )
    def expire(self) -> None:
        """Let a clearance lapse after its last day."""

    def _decide(self) -> None:
        self.findings = self.facts.given["findings"].strip()
        self.assessor_id = self.facts.actor.person_id
        self.decided_at = self.facts.now
