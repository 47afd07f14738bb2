"""An instalment: planned, evidenced, claimable, paid; overdue is derived (DOMAIN 2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import UNPAID, InstalmentState
from donors.lifecycle.duties import another_person_than
from donors.policies import promises as who
from workflows.moves import BY_SYSTEM, SAME, Facts, Requirement, move
from workflows.state_field import StateField

GATED: Final = ["planned", "evidence"]


@dataclass(frozen=True, kw_only=True)
class InstalmentFacts(Facts):
    """The day, and what its pledge says."""

    today: date
    in_force: bool
    relationship_owner_id: UUID | None = None


AGREED: Final = Requirement(
    lambda one: one.facts.in_force,
    _("Nothing is claimed before the pledge is agreed, nor after it is closed."),
    "pledge_not_in_force",
)
HAS_MILESTONE: Final = Requirement(
    lambda one: bool(one.milestone),
    _("This instalment waits for no milestone."),
    "no_milestone",
)
NO_MILESTONE: Final = Requirement(
    lambda one: not one.milestone,
    _("This instalment waits for its milestone."),
    "milestone_waits",
)
EVIDENCE_WRITTEN: Final = Requirement(
    lambda one: bool(str(one.facts.given.get("evidence", "")).strip()),
    _("Say what shows that the milestone is reached."),
    "evidence_missing",
    field="evidence",
    asks="evidence",
)
EVIDENCE_ATTACHED: Final = Requirement(
    lambda one: bool(one.file),
    _("Attach the evidence."),
    "evidence_not_attached",
    field="file",
)
WAIVER_OPEN: Final = Requirement(
    lambda one: one.waiver_asked_by_id is not None,
    _("Nobody has asked for a waiver."),
    "no_waiver_asked",
)
NO_WAIVER_OPEN: Final = Requirement(
    lambda one: one.waiver_asked_by_id is None,
    _("A waiver is already asked for."),
    "waiver_already_asked",
)
NOT_ITS_OWNER: Final = Requirement(
    lambda one: one.facts.actor.person_id != one.facts.relationship_owner_id,
    _("Whoever looks after the donor does not take this duty."),
    "relationship_owner_may_not",
    duty=True,
)
PAID_IN_FULL: Final = Requirement(
    lambda one: one.settled == one.amount,
    _("It has not been paid in full."),
    "instalment_not_paid",
)
NOTHING_PAID: Final = Requirement(
    lambda one: one.settled == 0,
    _("A part of it has been paid."),
    "instalment_partly_paid",
)
LATE: Final = Requirement(
    lambda one: one.overdue_at is None and one.overdue(on=one.facts.today),
    _("It is not overdue, or was flagged already."),
    "instalment_not_overdue",
)
NOT_THE_PROVIDER: Final = another_person_than(
    "evidence_by_id",
    sentence=_("Whoever gave the evidence does not judge it."),
    code="provider_may_not_accept",
)
NOT_THE_ASKER: Final = another_person_than(
    "waiver_asked_by_id",
    "evidence_by_id",
    sentence=_("Whoever asked for the waiver, or gave the evidence, does not decide on it."),
    code="asker_may_not_decide",
)


class InstalmentLifecycle(models.Model):
    """planned -> (evidence) -> claimable -> paid; an amendment cancels what is not paid.

    The Board of Auditors found agreements paid at once without evidence of a milestone: an
    instalment that waits for one is claimable only when a second person accepted the evidence, or
    an approving officer waived it for a reason somebody else gave (DOMAIN 2.9). Without a
    milestone it is claimable once the pledge is agreed. Cash settles instalments in their order;
    what is sent before its evidence is accepted is kept, and settles the instalment then. What
    cash and write-downs cover together, the oldest first, is owed no more.
    """

    state = StateField(
        _("state"), default=InstalmentState.PLANNED.value, choices=InstalmentState, protected=True
    )
    facts: Any

    milestone: Any
    amount: Any
    settled: Any
    owed: Any
    due_on: Any
    file: Any
    evidence: Any
    evidence_at: Any
    evidence_by_id: Any
    accepted_at: Any
    accepted_by_id: Any
    waiver_asked_at: Any
    waiver_asked_by_id: Any
    waived_at: Any
    waived_by_id: Any
    claimable_at: Any
    overdue_at: Any
    paid_at: Any

    class Meta:
        abstract = True

    def overdue(self, *, on: date) -> bool:
        """Tell whether it may be claimed, is still owed, and its day has passed."""
        late = self.state == InstalmentState.CLAIMABLE and self.due_on < on
        return bool(late and self.owed > 0)

    @move(
        source="planned",
        target="evidence",
        by=who.BY_PROGRAMME,
        requires=[AGREED, HAS_MILESTONE, EVIDENCE_ATTACHED, EVIDENCE_WRITTEN],
        asks=["evidence"],
        title=_("Give evidence"),
        effect=_("A second person is asked to accept it."),
    )
    def give_evidence(self) -> None:
        """Say, with the attached file, what shows that the milestone is reached."""
        self.evidence = self.facts.given["evidence"].strip()
        self.evidence_at = self.facts.now
        self.evidence_by_id = self.facts.actor.person_id

    @move(
        source="evidence",
        target="claimable",
        by=who.BY_PROGRAMME_OR_CHIEF,
        requires=[NOT_THE_PROVIDER, AGREED],
        title=_("Accept the evidence"),
        effect=_("The donor is asked for the payment."),
    )
    def accept_evidence(self) -> None:
        """Accept the evidence another person gave (Board of Auditors: a second person looks)."""
        self.accepted_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id
        self.claimable_at = self.facts.now

    @move(
        source="evidence",
        target="planned",
        by=who.BY_PROGRAMME_OR_CHIEF,
        requires=[NOT_THE_PROVIDER],
        reason=True,
        title=_("Return the evidence"),
    )
    def return_evidence(self) -> None:
        """Ask for better evidence and say what is missing."""
        self.evidence_at = self.evidence_by_id = None

    @move(
        source=GATED,
        target=SAME,
        by=who.BY_PROGRAMME_OR_COFINANCING,
        requires=[AGREED, HAS_MILESTONE, NO_WAIVER_OPEN],
        reason=True,
        title=_("Ask to waive the milestone"),
        effect=_("An approving officer decides."),
    )
    def ask_waiver(self) -> None:
        """Ask an approving officer to let the payment be claimed without its milestone."""
        self.waiver_asked_at = self.facts.now
        self.waiver_asked_by_id = self.facts.actor.person_id

    @move(
        source=GATED,
        target="claimable",
        by=who.BY_APPROVING,
        requires=[NOT_THE_ASKER, NOT_ITS_OWNER, AGREED, WAIVER_OPEN],
        reason=True,
        title=_("Waive the milestone"),
        effect=_("The donor is asked for the payment, without evidence."),
    )
    def waive(self) -> None:
        """Waive the milestone: a higher authority than the asker, and never the same person."""
        self.waived_at = self.facts.now
        self.waived_by_id = self.facts.actor.person_id
        self.claimable_at = self.facts.now

    @move(
        source=GATED,
        target=SAME,
        by=who.BY_APPROVING,
        requires=[NOT_THE_ASKER, WAIVER_OPEN],
        reason=True,
        title=_("Refuse the waiver"),
    )
    def refuse_waiver(self) -> None:
        """Refuse the waiver: the milestone must be shown."""
        self.waiver_asked_at = self.waiver_asked_by_id = None

    @move(
        source="planned",
        target="claimable",
        by=BY_SYSTEM,
        requires=[AGREED, NO_MILESTONE],
        title=_("Open for payment"),
    )
    def open_claim(self) -> None:
        """Let a payment without a milestone be claimed once the pledge is agreed."""
        self.claimable_at = self.facts.now

    @move(
        source="claimable",
        target="paid",
        by=BY_SYSTEM,
        requires=[PAID_IN_FULL],
        title=_("Note the payment"),
    )
    def settle(self) -> None:
        """Note that receipts have settled it in full; derived, never typed."""
        self.paid_at = self.facts.now

    @move(
        source="claimable",
        target=SAME,
        by=BY_SYSTEM,
        requires=[LATE],
        title=_("Flag as overdue"),
        effect=_("The donor and its relationship owner are told, once."),
    )
    def flag_overdue(self) -> None:
        """Flag, once, a claimable payment whose day has passed."""
        self.overdue_at = self.facts.now

    @move(
        source=[state.value for state in UNPAID],
        target="cancelled",
        by=BY_SYSTEM,
        requires=[NOTHING_PAID],
        title=_("Replace by an amendment"),
    )
    def cancel(self) -> None:
        """Take it off the schedule: an amendment put others in its place."""
