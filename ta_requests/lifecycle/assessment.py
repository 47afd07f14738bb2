"""The needs assessment: the machine, its guards and what guards may know (DOMAIN 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from ta_requests.choices.assessment import OPEN, AssessmentState
from ta_requests.policies.assessment import CHIEF, CHIEF_OR_SYSTEM, STATE, TEAM
from workflows.moves import BY_SYSTEM, SAME, Facts, Requirement, move
from workflows.state_field import StateField

SECTIONS: dict[str, Sentence] = {
    "needs": _("The section on needs is empty."),
    "priorities": _("The section on priorities is empty."),
    "challenges": _("The section on challenges is empty."),
    "restrictions": _("The section on restrictions is empty."),
    "proposed_activities": _("The proposed activities are missing."),
    "risks": _("The risks are missing."),
    "gender_note": _("The note on gender is missing."),
    "culture_note": _("The note on cultural diversity is missing."),
}
"""What a report must say: the four named sections of OP11, and the notes of OP3 and OP4."""


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts(Facts):
    """Counted under the lock: the team and its declarations, areas, score and components."""

    team_ids: frozenset[UUID]
    author_ids: frozenset[UUID]
    undeclared: int
    conflicted: int
    areas_missing: int
    has_score: bool
    components: int
    silence_due_at: datetime | None = None


def _section(name: str, sentence: Sentence) -> Requirement:
    def filled(report: Any) -> bool:
        return bool(getattr(report, name).strip())

    return Requirement(filled, sentence, f"{name}_missing", field=name)


def _heard(report: Any) -> bool:
    return report.validated_at is not None or _silent(report)


def _silent(report: Any) -> bool:
    return report.silence_due_at is not None and report.facts.now >= report.silence_due_at


NOT_AN_AUTHOR = Requirement(
    lambda report: report.facts.actor.person_id not in report.facts.author_ids,
    _("Whoever worked on an assessment does not decide on it."),
    "author_may_not_decide",
    duty=True,
)
DECLARED = Requirement(
    lambda report: report.facts.undeclared == 0,
    _("Every assessor must first declare whether there is a conflict of interest."),
    "declarations_missing",
)
NO_CONFLICT = Requirement(
    lambda report: report.facts.conflicted == 0,
    _("An assessor with a conflict of interest must first be replaced."),
    "conflict_of_interest",
)
AREAS_SCORED = Requirement(
    lambda report: report.facts.areas_missing == 0,
    _("Every area needs a score from 0 to 4 with evidence, or the reason why it does not apply."),
    "areas_missing",
)
REPORT_WRITTEN = tuple(_section(name, sentence) for name, sentence in SECTIONS.items())
SCORED = Requirement(
    lambda report: report.facts.has_score, _("The priority score is missing."), "score_missing"
)
COSTED = Requirement(
    lambda report: report.facts.components > 0,
    _("There must be at least one component with a budget."),
    "components_missing",
)
VALIDATED_OR_SILENT = Requirement(
    _heard,
    _("The State has neither validated the report nor let the time for comments pass."),
    "not_validated",
)
SILENT = Requirement(_silent, _("The time for comments has not passed."), "not_silent")
NOT_YET_VALIDATED = Requirement(
    lambda report: report.validated_at is None,
    _("The report is already validated."),
    "already_validated",
)
SILENCE_UNRECORDED = Requirement(
    lambda report: report.silence_noted_at is None,
    _("The silence of the State is already recorded."),
    "silence_recorded",
)
COMPLETE = (AREAS_SCORED, *REPORT_WRITTEN, SCORED, COSTED)


class AssessmentLifecycle(models.Model):
    """planned -> in_progress -> draft_report -> state_validation -> final -> superseded."""

    state = StateField(
        _("state"), default=AssessmentState.PLANNED.value, choices=AssessmentState, protected=True
    )
    facts: Any

    drafted_at: Any
    drafted_by_id: Any
    sent_at: Any
    sent_by_id: Any
    silence_due_at: Any
    silence_noted_at: Any
    validated_at: Any
    validated_by_id: Any
    finalised_at: Any
    finalised_by_id: Any
    final_by_silence: bool
    priority_override: Decimal | None
    priority_override_reason: str

    class Meta:
        abstract = True

    @move(
        source=["planned", "in_progress", "returned"],
        target=SAME,
        by=CHIEF,
        asks=["person_id", "lead"],
        title=_("Name an assessor"),
    )
    def assign(self) -> None:
        """Name an assessor for the team, or another lead assessor."""

    @move(
        source=["planned", "in_progress", "returned"],
        target=SAME,
        by=CHIEF,
        asks=["person_id"],
        title=_("Relieve an assessor"),
    )
    def relieve(self) -> None:
        """Take an assessor off the team; the lead only after another lead was named."""

    @move(
        source=["planned", "in_progress", "returned"],
        target=SAME,
        by=TEAM,
        asks=["conflict", "statement"],
        title=_("Declare interests"),
    )
    def declare(self) -> None:
        """Declare, as an assessor of the team, whether there is a conflict of interest."""

    @move(
        source="planned",
        target="in_progress",
        by=TEAM,
        requires=[DECLARED, NO_CONFLICT],
        title=_("Begin the assessment"),
    )
    def begin(self) -> None:
        """Begin the work; every declaration of interests is in and none tells of a conflict."""

    @move(
        source="in_progress",
        target="draft_report",
        by=TEAM,
        requires=[DECLARED, NO_CONFLICT, AREAS_SCORED],
        title=_("Finish the draft report"),
    )
    def submit_draft(self) -> None:
        """Hand the draft to the section chief; each criminal-justice area is scored."""
        self.drafted_at = self.facts.now
        self.drafted_by_id = self.facts.actor.person_id

    @move(
        source="draft_report",
        target="state_validation",
        by=CHIEF,
        requires=[NOT_AN_AUTHOR, *COMPLETE],
        title=_("Send to the State for validation"),
        effect=_("The State is noticed and has 20 working days; after that, silence is agreement."),
    )
    def send_to_state(self) -> None:
        """Send the report to the State for validation; never done by one of its authors."""
        self.sent_at = self.facts.now
        self.sent_by_id = self.facts.actor.person_id
        self.silence_due_at = self.facts.silence_due_at
        self.silence_noted_at = None
        self.validated_at = None
        self.validated_by_id = None

    @move(
        source="state_validation",
        target=SAME,
        by=STATE,
        asks=["text"],
        title=_("Comment on the report"),
    )
    def comment(self) -> None:
        """Comment on the report; comments are kept word for word."""

    @move(
        source="state_validation",
        target=SAME,
        by=STATE,
        requires=[NOT_YET_VALIDATED],
        asks=["text"],
        title=_("Validate the report"),
    )
    def validate_report(self) -> None:
        """Validate the report for the State, with or without a comment."""
        self.validated_at = self.facts.now
        self.validated_by_id = self.facts.actor.person_id

    @move(
        source="state_validation",
        target="returned",
        by=STATE,
        reason=True,
        title=_("Return the report"),
    )
    def return_report(self) -> None:
        """Return the report with comments, which are kept word for word."""
        self.silence_due_at = None
        self.validated_at = None
        self.validated_by_id = None

    @move(source="returned", target="in_progress", by=TEAM, title=_("Take the work up again"))
    def resume_work(self) -> None:
        """Take a returned report up again."""

    @move(
        source="state_validation",
        target=SAME,
        by=BY_SYSTEM,
        requires=[NOT_YET_VALIDATED, SILENT, SILENCE_UNRECORDED],
        title=_("Record the silence of the State"),
    )
    def note_silence(self) -> None:
        """Record that the working days for comments passed without a word of the State."""
        self.silence_noted_at = self.facts.now

    @move(
        source=["draft_report", "state_validation"],
        target=SAME,
        by=CHIEF,
        requires=[NOT_AN_AUTHOR, SCORED],
        reason=True,
        asks=["total"],
        title=_("Override the priority score"),
    )
    def override_priority(self) -> None:
        """Rank the request by another figure than its score, and say why."""
        self.priority_override = self.facts.given["total"]
        self.priority_override_reason = self.facts.given["reason"]

    @move(
        source="state_validation",
        target="final",
        by=CHIEF,
        requires=[NOT_AN_AUTHOR, VALIDATED_OR_SILENT, *COMPLETE],
        title=_("Make the assessment final"),
        effect=_("The assessment can never be changed again; its components are frozen."),
    )
    def finalise(self) -> None:
        """Make the report final, validated by the State or met by 20 working days of silence."""
        self.finalised_at = self.facts.now
        self.finalised_by_id = self.facts.actor.person_id
        self.final_by_silence = self.validated_at is None

    @move(
        source=[state.value for state in OPEN],
        target="cancelled",
        by=CHIEF_OR_SYSTEM,
        reason=True,
        title=_("Cancel the assessment"),
        effect=_("The request goes back to acknowledged."),
    )
    def cancel(self) -> None:
        """Cancel an unfinished assessment."""

    @move(source="final", target="superseded", by=BY_SYSTEM, title=_("Supersede"))
    def supersede(self) -> None:
        """Give way to a new assessment of the same request."""
