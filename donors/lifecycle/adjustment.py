"""An adjustment: entered by one officer, approved or refused by another (DOMAIN 2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.adjustments import SETS_ASIDE, AdjustmentState
from donors.lifecycle.duties import another_person_than
from donors.policies.money import BY_APPROVING
from workflows.moves import Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class AdjustmentFacts(Facts):
    """What guards may know, gathered with the contributions locked.

    ``available`` is what the kind of adjustment may take at most, ``room`` what the contribution
    that gets money may still take, both in the contribution's currency. ``late`` and ``overtaken``
    tell of a revaluation that its month is closed, and that one of a later day stands.
    """

    in_force: bool
    available: Decimal
    room: Decimal | None
    rate_known: bool
    late: bool
    overtaken: bool


IN_FORCE: Final = Requirement(
    lambda it: it.facts.in_force,
    _("The contribution is not agreed, or is closed."),
    "contribution_not_agreed",
    field="contribution",
)
RATE_KNOWN: Final = Requirement(
    lambda it: it.facts.rate_known,
    _("There is no UN operational rate of exchange for this currency on that day."),
    "rate_missing",
    field="value_on",
)
AVAILABLE: Final = Requirement(
    lambda it: it.amount <= it.facts.available,
    _("There is not so much left that this could be taken from."),
    "above_available",
    field="amount",
)
ROOM: Final = Requirement(
    lambda it: it.facts.room is None or it.amount <= it.facts.room,
    _("The other contribution is not owed so much."),
    "above_owed",
    field="amount",
)
MONTH_OPEN: Final = Requirement(
    lambda it: not it.facts.late,
    _("The month of the value date is closed."),
    "period_closed",
    field="value_on",
)
NEWEST: Final = Requirement(
    lambda it: not it.facts.overtaken,
    _("The cash was already revalued on a later day."),
    "revalued_later",
    field="value_on",
)
POSSIBLE: Final = (IN_FORCE, RATE_KNOWN, AVAILABLE, ROOM, MONTH_OPEN, NEWEST)
"""Asked when an adjustment is entered, and again when it is approved."""

NOT_ITS_AUTHOR: Final = another_person_than(
    "created_by_id",
    "relationship_owner_id",
    sentence=_("Whoever entered it, or looks after the donor, does not decide on it."),
    code="author_may_not_decide",
)


class AdjustmentLifecycle(models.Model):
    """entered -> approved or refused."""

    state = StateField(
        _("state"), default=AdjustmentState.ENTERED.value, choices=AdjustmentState, protected=True
    )
    facts: Any

    kind: Any
    amount: Any
    decided_at: Any
    decided_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="entered",
        target="approved",
        by=BY_APPROVING,
        requires=[NOT_ITS_AUTHOR, *POSSIBLE],
        title=_("Approve the adjustment"),
        effect=_("The money moves, and its journal is posted."),
    )
    def approve(self) -> None:
        """Approve what another officer entered; the money moves at once."""
        self._decide()

    @move(
        source="entered",
        target="refused",
        by=BY_APPROVING,
        requires=[NOT_ITS_AUTHOR],
        reason=True,
        title=_("Refuse the adjustment"),
        effect=_("Nothing moves; what was set aside is free again."),
    )
    def refuse(self) -> None:
        """Refuse what another officer entered."""
        self._decide()

    def _decide(self) -> None:
        self.decided_at = self.facts.now
        self.decided_by_id = self.facts.actor.person_id


def sets_aside(adjustment: Any) -> bool:
    """Tell whether entering it already takes the amount out of what may be allotted."""
    return adjustment.kind in SETS_ASIDE
