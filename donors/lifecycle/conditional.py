"""How the condition of a pledge comes true, is reminded of, or lets the pledge lapse."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.lifecycle import pledge_guards as need
from donors.policies import promises as who
from workflows.moves import BY_SYSTEM, SAME, move

WAITING: Final = ["pledged", "due_diligence", "negotiation", "cleared"]


class ConditionalLifecycle(models.Model):
    """What a donor waits for: in words, which an officer answers for, or reckoned by the system."""

    facts: Any
    condition_met_at: Any
    condition_met_by_id: Any
    condition_reminded_at: Any

    class Meta:
        abstract = True

    @move(
        source=["negotiation", "cleared"],
        target=SAME,
        by=who.BY_COFINANCING,
        requires=[need.CONDITION_OPEN, need.CONDITION_IN_WORDS],
        reason=True,
        title=_("Record that the condition is met"),
    )
    def meet_condition(self) -> None:
        """Record, with the evidence as the reason, that what the donor waited for has happened."""
        self.condition_met_at = self.facts.now
        self.condition_met_by_id = self.facts.actor.person_id

    @move(
        source=["negotiation", "cleared"],
        target=SAME,
        by=BY_SYSTEM,
        requires=[need.CONDITION_OPEN, need.CONDITION_HOLDS],
        title=_("Note that the condition is met"),
    )
    def fulfil_condition(self) -> None:
        """Note that others have signed for what this donor waited for; derived, never typed."""
        self.condition_met_at = self.facts.now

    @move(
        source=WAITING,
        target=SAME,
        by=BY_SYSTEM,
        requires=[need.CONDITION_ENDS_SOON],
        title=_("Remind of the condition"),
    )
    def remind_of_condition(self) -> None:
        """Remind both sides, once, that the day of the condition is near."""
        self.condition_reminded_at = self.facts.now

    @move(
        source=WAITING,
        target="expired",
        by=BY_SYSTEM,
        requires=[need.CONDITION_LAPSED],
        title=_("Expire with its condition"),
    )
    def lapse_condition(self) -> None:
        """Let a pledge lapse whose condition was not met by its day."""
