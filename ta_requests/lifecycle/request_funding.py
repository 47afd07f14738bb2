"""The second half of a request's life: from assessed through funding and delivery to closure."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.lifecycle import request_guards as guards
from ta_requests.policies.request import APPROVER, AUTHORITY, CHIEF, OFFICER
from workflows.moves import BY_SYSTEM, SAME, move


class RequestFunding(models.Model):
    """assessed -> funding_sought -> funded -> in_delivery -> completed -> closed."""

    facts: Any
    state: Any
    funding_sought_at: Any
    review_due_at: Any
    still_needed_asked_at: Any
    circulated_at: Any
    funded_at: Any
    lapsed_at: Any
    lapsed_from: Any
    delivery_started_at: Any
    cash_at_start_usd: Any
    terminated_at: Any
    state_told_on: Any
    settlement_plan: Any
    completed_at: Any
    completion_basis: Any
    follow_up_on: Any
    closed_at: Any

    class Meta:
        abstract = True

    @move(
        source="assessed",
        target="funding_sought",
        by=CHIEF,
        requires=[guards.NOT_ITS_ASSESSOR, guards.BUDGET, guards.MAY_BE_SHOWN],
        title=_("Seek funding"),
        effect=_("The State has 5 working days to object; donors see nothing before."),
    )
    def seek_funding(self) -> None:
        """Open the request for funding, subject to extrabudgetary resources (OP11)."""
        self._seek()

    def _seek(self) -> None:
        self.funding_sought_at = self.funding_sought_at or self.facts.now
        self.review_due_at = self.facts.review_due_at
        self.still_needed_asked_at = None
        self.circulated_at = None

    @move(
        source="funding_sought",
        target="assessed",
        by=BY_SYSTEM,
        requires=[guards.OBJECTED],
        title=_("Return after objection"),
    )
    def return_objected(self) -> None:
        """Take the request back when its State objects to the circulation."""
        self.review_due_at = None

    @move(
        source="funding_sought",
        target=SAME,
        by=BY_SYSTEM,
        requires=[guards.CIRCULATED],
        title=_("Show to donors"),
        effect=_("Donors see the request as far as the State consented."),
    )
    def show_to_donors(self) -> None:
        """Put the request on show once it is circulated without objection."""
        self.circulated_at = self.facts.now

    @move(
        source="funding_sought",
        target="funded",
        by=BY_SYSTEM,
        requires=[guards.ON_SHOW, guards.COVERED],
        title=_("Record the funding"),
    )
    def fund(self) -> None:
        """Follow the released money once it covers every component of the first phase."""
        self.funded_at = self.facts.now

    @move(
        source="funded",
        target="funding_sought",
        by=BY_SYSTEM,
        requires=[guards.UNCOVERED],
        title=_("Record the loss of funding"),
    )
    def unfund(self) -> None:
        """Go back to seeking funds when a reversal took the released money below what is needed."""
        self.funded_at = None

    @move(
        source="funding_sought",
        target=SAME,
        by=BY_SYSTEM,
        requires=[guards.QUESTION_DUE],
        title=_("Ask whether it is still needed"),
        effect=_("The State is asked before the request lapses."),
    )
    def ask_still_needed(self) -> None:
        """Ask the State, before the review date, whether it still needs the assistance."""
        self.still_needed_asked_at = self.facts.now

    @move(
        source="funding_sought",
        target=SAME,
        by=AUTHORITY,
        requires=[guards.STATE_ASKED, guards.STILL_NEEDED, guards.FIGURES_REVIEWED],
        asks=["still_needed", "figures_reviewed"],
        title=_("Confirm that it is still needed"),
    )
    def confirm_still_needed(self) -> None:
        """Answer the question in time; the review date moves on and nothing lapses."""
        self.review_due_at = self.facts.review_due_at
        self.still_needed_asked_at = None

    @move(
        source="info_requested",
        target="lapsed",
        by=BY_SYSTEM,
        requires=[guards.UNANSWERED, guards.WARNED],
        title=_("Lapse"),
    )
    @move(
        source="funding_sought",
        target="lapsed",
        by=BY_SYSTEM,
        requires=[guards.REVIEW_PASSED, guards.STATE_HAD_TIME, guards.NOTHING_ALLOTTED],
        title=_("Lapse"),
        effect=_("The request stays in the register of unmet needs."),
    )
    def lapse(self) -> None:
        """Set aside a request that its State left unanswered or never confirmed; it may return."""
        self.lapsed_from = self.state
        self.lapsed_at = self.facts.now

    @move(
        source="lapsed",
        target="funding_sought",
        by=AUTHORITY,
        requires=[guards.LAPSED_WHILE_SEEKING, guards.STILL_NEEDED, guards.FIGURES_REVIEWED],
        asks=["still_needed", "figures_reviewed"],
        title=_("Reaffirm"),
        effect=_("A new circulation begins."),
    )
    def reaffirm(self) -> None:
        """Seek funds again for what lapsed: still needed, figures reviewed."""
        self.lapsed_from = ""
        self.lapsed_at = None
        self._seek()

    @move(
        source="funded",
        target="in_delivery",
        by=OFFICER,
        requires=[guards.WORK_PLAN, guards.COVERED, guards.CASH_RELEASED],
        title=_("Start the delivery"),
        effect=_("The delivery goes into implementation."),
    )
    def start_delivery(self) -> None:
        """Begin to deliver on the agreed work plan with released extrabudgetary cash (OP11)."""
        self.delivery_started_at = self.facts.now
        self.cash_at_start_usd = self.facts.released_usd

    @move(
        source="in_delivery",
        target="suspended",
        by=CHIEF,
        reason=True,
        title=_("Suspend"),
        effect=_("New obligations stop."),
    )
    def suspend(self) -> None:
        """Stop the delivery for a time."""

    @move(source="suspended", target="in_delivery", by=CHIEF, reason=True, title=_("Resume"))
    def resume(self) -> None:
        """Take a suspended delivery up again."""

    @move(
        source=["in_delivery", "suspended"],
        target="terminated",
        by=CHIEF,
        requires=[guards.STATE_TOLD, guards.SETTLEMENT],
        reason=True,
        asks=["state_told_on", "settlement_plan"],
        title=_("Terminate"),
        effect=_("The delivery is cancelled; what is open is settled."),
    )
    def terminate(self) -> None:
        """End the delivery early, after telling the State and planning the settlement."""
        self.settlement_plan = self.facts.given["settlement_plan"]
        self.state_told_on = self.facts.given["state_told_on"]
        self.terminated_at = self.facts.now

    @move(
        source="in_delivery",
        target="completed",
        by=OFFICER,
        requires=[guards.OUTPUTS_SETTLED, guards.GOODS_HANDED_OVER],
        title=_("Complete"),
        effect=_("The State is asked for feedback; a follow-up is set in one year."),
    )
    def complete(self) -> None:
        """Record that every output is accepted, or taken as accepted, and the goods handed over."""
        self.completed_at = self.facts.now
        self.completion_basis = self.facts.completion_basis
        self.follow_up_on = self.facts.follow_up_on

    @move(
        source=["completed", "terminated"],
        target="closed",
        by=APPROVER,
        requires=[guards.ALLOTMENTS_CLOSED, guards.REPORTS_ACCEPTED],
        title=_("Close"),
        effect=_("The delivery is financially closed."),
    )
    def close(self) -> None:
        """Close the file: every allotment is closed and every report accepted."""
        self.closed_at = self.facts.now
