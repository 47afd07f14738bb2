"""The circulation: a notice to the State, which may object before donors see anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import CirculationState
from ta_requests.policies.request import AUTHORITY
from workflows.moves import BY_SYSTEM, Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class CirculationFacts(Facts):
    """Counted under the lock."""

    seeking: bool


DEADLINE_PASSED = Requirement(
    lambda circulation: circulation.facts.now >= circulation.deadline_at,
    _("The State may still object."),
    "objection_still_possible",
)
SEEKING = Requirement(
    lambda circulation: circulation.facts.seeking,
    _("The request does not seek funds any more."),
    "not_seeking_funds",
)


class CirculationLifecycle(models.Model):
    """noticed -> circulated or objected; ended when the request leaves."""

    state = StateField(
        _("state"), default=CirculationState.NOTICED.value, choices=CirculationState, protected=True
    )
    facts: Any
    circulated_at: Any
    objected_at: Any
    objected_by_id: Any
    ended_at: Any

    class Meta:
        abstract = True

    @move(
        source="noticed",
        target="circulated",
        by=BY_SYSTEM,
        requires=[SEEKING, DEADLINE_PASSED],
        title=_("Circulate"),
        effect=_("Donors see the request as far as the State consented."),
    )
    def circulate(self) -> None:
        """Circulate to donors when the State did not object within 5 working days."""
        self.circulated_at = self.facts.now

    @move(
        source="noticed",
        target="objected",
        by=AUTHORITY,
        reason=True,
        title=_("Object"),
        effect=_("Nothing is shown to donors; the request goes back to assessed."),
    )
    def object(self) -> None:
        """Object to the circulation for the State."""
        self.objected_at = self.facts.now
        self.objected_by_id = self.facts.actor.person_id

    @move(
        source=["noticed", "circulated"],
        target="ended",
        by=BY_SYSTEM,
        title=_("End"),
    )
    def end(self) -> None:
        """End the circulation because the request left, or a new circulation follows."""
        self.ended_at = self.facts.now
