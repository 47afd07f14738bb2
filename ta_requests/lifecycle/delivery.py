"""Delivery: from the work plan to the end of the accounts (DOMAIN 3, IATI activity status)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.delivery import LIVE, UNSETTLED, DeliveryState, OutputStatus
from ta_requests.policies.assessment import APPROVER, CHIEF, OFFICER, STATE
from workflows.moves import BY_SYSTEM, SAME, Facts, Requirement, move
from workflows.state_field import StateField

ENDED = ["operationally_closed", "financially_closed"]


@dataclass(frozen=True, kw_only=True)
class OutputGlance:
    """The one output an act speaks of."""

    id: UUID
    status: str
    silence_due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeliveryFacts(Facts):
    """Counted under the lock: the plan, the outputs and goods still open, the output acted on."""

    outputs: int
    open_outputs: int
    open_goods: int
    output: OutputGlance | None
    today: date
    follow_up_on: date


def _output_is(*statuses: str) -> Any:
    def holds(delivery: Any) -> bool:
        output = delivery.facts.output
        return output is not None and output.status in statuses

    return holds


def _output_is_silent(delivery: Any) -> bool:
    output = delivery.facts.output
    return (
        output is not None
        and output.status == OutputStatus.NOTICED
        and delivery.facts.now >= output.silence_due_at
    )


PLAN_WRITTEN = Requirement(
    lambda delivery: bool(delivery.plan.strip()) and delivery.ends_on is not None,
    _("The work plan needs a text, a first and a last day."),
    "plan_missing",
    field="plan",
)
OUTPUTS_PLANNED = Requirement(
    lambda delivery: delivery.facts.outputs > 0,
    _("The work plan needs at least one output."),
    "outputs_missing",
)
AGREED = Requirement(
    lambda delivery: delivery.agreed_at is not None,
    _("The authority of the State has not agreed to this work plan."),
    "plan_not_agreed",
)
NOT_THE_PLANNER = Requirement(
    lambda delivery: delivery.facts.actor.person_id != delivery.planned_by_id,
    _("Whoever wrote the work plan does not approve it."),
    "planner_may_not_approve",
    duty=True,
)
TO_NOTICE = Requirement(
    _output_is(OutputStatus.PLANNED, OutputStatus.CONTESTED),
    _("Name an output that is not yet with the State."),
    "output_not_open",
    field="output_id",
    asks="output_id",
)
NOTICED = Requirement(
    _output_is(OutputStatus.NOTICED),
    _("Name an output that is with the State for acceptance."),
    "output_not_noticed",
    field="output_id",
    asks="output_id",
)
UNSETTLED_OUTPUT = Requirement(
    _output_is(*UNSETTLED),
    _("Name an output that is neither accepted nor waived."),
    "output_settled",
    field="output_id",
    asks="output_id",
)
OUTPUT_SILENT = Requirement(
    _output_is_silent,
    _("The working days for an answer have not passed."),
    "output_not_silent",
    field="output_id",
    asks="output_id",
)
OUTPUTS_SETTLED = Requirement(
    lambda delivery: delivery.facts.open_outputs == 0,
    _("Every output must be accepted by the State, by word or by silence, or waived."),
    "outputs_open",
)
GOODS_SETTLED = Requirement(
    lambda delivery: delivery.facts.open_goods == 0,
    _("Goods are not yet handed over."),
    "goods_open",
)
FOLLOW_UP_DUE = Requirement(
    lambda delivery: delivery.facts.today >= delivery.follow_up_on,
    _("The follow-up is not due yet."),
    "follow_up_not_due",
)
NOT_FOLLOWED_UP = Requirement(
    lambda delivery: delivery.followed_up_at is None,
    _("The follow-up is already recorded."),
    "followed_up",
)
NOT_REMINDED = Requirement(
    lambda delivery: delivery.follow_up_reminded_at is None,
    _("The reminder was already sent."),
    "reminded",
)


class DeliveryLifecycle(models.Model):
    """formulation -> approved -> implementation -> operationally closed -> financially closed."""

    state = StateField(
        _("state"), default=DeliveryState.FORMULATION.value, choices=DeliveryState, protected=True
    )
    facts: Any

    agreed_at: Any
    agreed_by_id: Any
    approved_at: Any
    approved_by_id: Any
    started_at: Any
    ended_at: Any
    closed_at: Any
    follow_up_on: Any
    follow_up_reminded_at: Any
    followed_up_at: Any
    followed_up_by_id: Any
    follow_up_findings: str

    class Meta:
        abstract = True

    @move(
        source="formulation",
        target=SAME,
        by=STATE,
        requires=[PLAN_WRITTEN, OUTPUTS_PLANNED],
        title=_("Agree to the work plan"),
    )
    def agree_plan(self) -> None:
        """Agree to the work plan for the State; any later change of it asks for a new agreement."""
        self.agreed_at = self.facts.now
        self.agreed_by_id = self.facts.actor.person_id

    @move(
        source="formulation",
        target="approved",
        by=CHIEF,
        requires=[NOT_THE_PLANNER, PLAN_WRITTEN, OUTPUTS_PLANNED, AGREED],
        title=_("Approve the work plan"),
    )
    def approve(self) -> None:
        """Approve the plan the State agreed to; never done by the one who wrote it."""
        self.approved_at = self.facts.now
        self.approved_by_id = self.facts.actor.person_id

    @move(
        source="approved",
        target="formulation",
        by=OFFICER,
        reason=True,
        title=_("Reopen the work plan"),
        effect=_("The State must agree and the section chief approve again."),
    )
    def reopen_plan(self) -> None:
        """Take an approved plan back to the desk before work has begun."""
        self.agreed_at = self.agreed_by_id = None
        self.approved_at = self.approved_by_id = None

    @move(source="approved", target="implementation", by=BY_SYSTEM, title=_("Begin"))
    def begin(self) -> None:
        """Begin with the request, which is now in delivery."""
        self.started_at = self.facts.now

    @move(
        source="implementation",
        target=SAME,
        by=OFFICER,
        requires=[TO_NOTICE],
        asks=["output_id"],
        title=_("Ask the State to accept an output"),
        effect=_("The State has 20 working days to answer; after that, silence is acceptance."),
    )
    def notice_output(self) -> None:
        """Tell the State that an output is delivered and start the clock of its answer."""

    @move(
        source="implementation",
        target=SAME,
        by=STATE,
        requires=[NOTICED],
        asks=["output_id", "note"],
        title=_("Accept an output"),
    )
    def accept_output(self) -> None:
        """Accept one output for the State."""

    @move(
        source="implementation",
        target=SAME,
        by=STATE,
        requires=[NOTICED],
        reason=True,
        asks=["output_id"],
        title=_("Contest an output"),
    )
    def contest_output(self) -> None:
        """Say why an output cannot be accepted as it is; its clock stops."""

    @move(
        source=["implementation", "suspended"],
        target=SAME,
        by=CHIEF,
        requires=[UNSETTLED_OUTPUT],
        reason=True,
        asks=["output_id"],
        title=_("Waive an output"),
    )
    def waive_output(self) -> None:
        """Let completion go on without the State's acceptance of one output, and say why."""

    @move(
        source="implementation",
        target=SAME,
        by=BY_SYSTEM,
        requires=[OUTPUT_SILENT],
        asks=["output_id"],
        title=_("Accept an output by silence"),
    )
    def accept_output_by_silence(self) -> None:
        """Take 20 working days of silence after notice for acceptance."""

    @move(source="implementation", target="suspended", by=BY_SYSTEM, title=_("Suspend"))
    def suspend(self) -> None:
        """Stand still with the request."""

    @move(source="suspended", target="implementation", by=BY_SYSTEM, title=_("Resume"))
    def resume(self) -> None:
        """Go on with the request."""

    @move(
        source=[state.value for state in LIVE],
        target="cancelled",
        by=BY_SYSTEM,
        title=_("Cancel"),
    )
    def cancel(self) -> None:
        """End with a request that is terminated or withdrawn."""
        self.ended_at = self.facts.now

    @move(
        source="implementation",
        target="operationally_closed",
        by=OFFICER,
        requires=[OUTPUTS_SETTLED, GOODS_SETTLED],
        title=_("Close operationally"),
        effect=_("The request is completed, feedback is asked and a follow-up is set in a year."),
    )
    def close_operationally(self) -> None:
        """End the work, outputs settled and goods handed over; this completes the request."""
        self.ended_at = self.facts.now
        self.follow_up_on = self.facts.follow_up_on

    @move(
        source="operationally_closed",
        target="financially_closed",
        by=APPROVER,
        title=_("Close financially"),
        effect=_("The request is closed."),
    )
    def close_financially(self) -> None:
        """End the accounts; closes the request, whose own conditions must hold."""
        self.closed_at = self.facts.now

    @move(
        source=ENDED,
        target=SAME,
        by=STATE,
        asks=["rating", "text"],
        title=_("Give feedback"),
    )
    def give_feedback(self) -> None:
        """Say for the State how useful the assistance was, from 1 to 5 and in words."""

    @move(
        source=ENDED,
        target=SAME,
        by=BY_SYSTEM,
        requires=[FOLLOW_UP_DUE, NOT_FOLLOWED_UP, NOT_REMINDED],
        title=_("Remind of the follow-up"),
    )
    def remind_follow_up(self) -> None:
        """Remind the officers of the follow-up one year after the work ended."""
        self.follow_up_reminded_at = self.facts.now

    @move(
        source=ENDED,
        target=SAME,
        by=OFFICER,
        requires=[FOLLOW_UP_DUE, NOT_FOLLOWED_UP],
        asks=["findings"],
        title=_("Record the follow-up"),
    )
    def record_follow_up(self) -> None:
        """Record what is left of the results a year after the work ended."""
        self.followed_up_at = self.facts.now
        self.followed_up_by_id = self.facts.actor.person_id
        self.follow_up_findings = self.facts.given["findings"]
