"""The closing of a month: certified by one officer, closed by another; then nothing is posted.

What is dated in a closed month all the same is booked in the first month after it that is open,
with its own value date and rate; but for a revaluation, which values the cash of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.adjustments import PeriodState
from donors.lifecycle.duties import another_person_than
from donors.policies.money import BY_APPROVING
from workflows.moves import Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class PeriodFacts(Facts):
    """Whether the month is over; the adjustments dated in it or before that nobody decided on."""

    over: bool
    waiting: tuple[str, ...]


OVER: Final = Requirement(
    lambda period: period.facts.over, _("The month is not over."), "period_not_over"
)
NOTHING_WAITS: Final = Requirement(
    lambda period: not period.facts.waiting,
    _("Adjustments dated in this month or before wait for a decision. Decide on them first."),
    "adjustments_wait",
    named=lambda period: period.facts.waiting,
)
NOT_ITS_CERTIFIER: Final = another_person_than(
    "created_by_id",
    sentence=_("Whoever certified a month does not close it (rule 105.6)."),
    code="certifier_may_not_approve",
)


class AccountingPeriodLifecycle(models.Model):
    """certified -> closed or refused."""

    state = StateField(
        _("state"), default=PeriodState.CERTIFIED.value, choices=PeriodState, protected=True
    )
    facts: Any

    decided_at: Any
    decided_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="certified",
        target="closed",
        by=BY_APPROVING,
        requires=[NOT_ITS_CERTIFIER, OVER, NOTHING_WAITS],
        title=_("Close the month"),
        effect=_(
            "Nothing can be posted in this month any more. What is dated in it is booked in the "
            "first open month."
        ),
    )
    def close(self) -> None:
        """Close a month that a certifying officer has certified; it is never opened again."""
        self._decide()

    @move(
        source="certified",
        target="refused",
        by=BY_APPROVING,
        requires=[NOT_ITS_CERTIFIER],
        reason=True,
        title=_("Refuse the closing"),
    )
    def refuse(self) -> None:
        """Leave the month open; it may be certified again."""
        self._decide()

    def _decide(self) -> None:
        self.decided_at = self.facts.now
        self.decided_by_id = self.facts.actor.person_id
