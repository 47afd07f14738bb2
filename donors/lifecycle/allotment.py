"""The allotment: from a contribution's cash to one component, by three people (DOMAIN 3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.money import AllotmentState
from donors.lifecycle import allotment_guards as need
from donors.lifecycle import balances
from donors.policies.money import (
    BY_APPROVING,
    BY_APPROVING_OR_SYSTEM,
    BY_CERTIFYING,
    BY_CERTIFYING_OR_SYSTEM,
    BY_TREASURY,
)
from workflows.moves import SAME, move
from workflows.state_field import StateField


def _with(people: list[UUID], person: UUID | None) -> list[UUID]:
    return people if person is None or person in people else [*people, person]


class AllotmentLifecycle(models.Model):
    """proposed -> certified -> released -> closed; rejected, reversed."""

    state = StateField(
        _("state"), default=AllotmentState.PROPOSED.value, choices=AllotmentState, protected=True
    )
    facts: Any

    gross: Any
    reversed: Any
    reversed_programmable: Any
    usd_gross: Any
    usd_programmable: Any
    usd_reversed: Any
    usd_reversed_programmable: Any
    obligated: Any
    spent: Any
    psc_spent: Any
    programmable: Any
    certifiers: Any
    approvers: Any
    certified_by_id: Any
    certified_at: Any
    released_by_id: Any
    released_at: Any
    reversal_amount: Any
    reversal_certified_by_id: Any
    reversed_by_id: Any
    closed_by_id: Any
    ended_at: Any

    class Meta:
        abstract = True

    def _as_certifier(self) -> UUID | None:
        """Remember the person acting as a certifying officer, beside all before; return who."""
        person: UUID | None = self.facts.actor.person_id
        self.certifiers = _with(self.certifiers, person)
        return person

    def _as_approver(self) -> UUID | None:
        """Remember the person acting as an approving officer, beside all before; return who."""
        person: UUID | None = self.facts.actor.person_id
        self.approvers = _with(self.approvers, person)
        return person

    def take_back(self, amount: Decimal) -> None:
        """Move an amount, gross, from what is left to what is reversed, with its dollars."""
        self.reversed += amount
        self.reversed_programmable = balances.reversed_net(self, reversed_gross=self.reversed)
        self._value_reversed()
        self.reversal_amount = None

    def _value_reversed(self) -> None:
        """Let the dollars taken back follow the amounts taken back."""
        self.usd_reversed = balances.share(self.usd_gross, part=self.reversed, of=self.gross)
        self.usd_reversed_programmable = balances.share(
            self.usd_programmable, part=self.reversed_programmable, of=self.programmable
        )

    @move(
        source="proposed",
        target="certified",
        by=BY_CERTIFYING,
        requires=[need.NOT_PROPOSER, *need.ELIGIBLE, need.WITHIN_CAP],
        title=_("Certify the allotment"),
        effect=_("The amount is reserved on the contribution and valued in US dollars."),
    )
    def certify(self) -> None:
        """Certify that the cash is there and may be spent on this component; reserves it."""
        self.certified_by_id = self._as_certifier()
        self.certified_at = self.facts.now
        self.usd_gross = self.facts.usd_gross
        self.usd_programmable = self.facts.usd_programmable

    @move(
        source="proposed",
        target="rejected",
        by=BY_CERTIFYING_OR_SYSTEM,
        reason=True,
        title=_("Reject the allotment"),
    )
    @move(
        source="certified",
        target="rejected",
        by=BY_APPROVING_OR_SYSTEM,
        reason=True,
        title=_("Reject the allotment"),
        effect=_("The amount is free again on the contribution."),
    )
    def reject(self) -> None:
        """Reject an allotment that is not released yet; a certified amount is free again."""
        self.ended_at = self.facts.now

    @move(
        source="certified",
        target="released",
        by=BY_APPROVING,
        requires=[need.NEITHER_BEFORE, *need.ELIGIBLE],
        title=_("Release the allotment"),
        effect=_("The money counts towards the funding of the request."),
    )
    def release(self) -> None:
        """Release certified money to the component; done by a third person."""
        self.released_by_id = self._as_approver()
        self.released_at = self.facts.now

    @move(
        source="released",
        target=SAME,
        by=BY_CERTIFYING,
        requires=[
            need.NOT_APPROVER,
            need.NO_REVERSAL_PENDING,
            need.AMOUNT_GIVEN,
            need.DOWN_TO_UNOBLIGATED,
        ],
        reason=True,
        asks=["amount"],
        title=_("Certify a reversal"),
        effect=_("An approving officer may now take the amount back."),
    )
    def certify_reversal(self) -> None:
        """Certify that an amount, gross, may be taken back: at most what is not obligated."""
        self.reversal_amount = need.given(self)
        self.reversal_certified_by_id = self._as_certifier()

    @move(
        source="released",
        target=SAME,
        by=BY_APPROVING,
        requires=[need.REVERSAL_CERTIFIED, need.NOT_CERTIFIER],
        reason=True,
        title=_("Refuse the reversal"),
    )
    def refuse_reversal(self) -> None:
        """Leave the money where it is although its reversal was certified."""
        self._as_approver()
        self.reversal_amount = None

    @move(
        source="released",
        target="reversed",
        by=BY_APPROVING_OR_SYSTEM,
        requires=[
            need.NOT_CERTIFIER,
            need.REVERSAL_CERTIFIED,
            need.TAKES_ALL,
            need.STILL_UNOBLIGATED,
        ],
        reason=True,
        title=_("Reverse the allotment"),
        effect=_("All of the money goes back to the contribution."),
    )
    def reverse(self) -> None:
        """Take the whole allotment back, as certified by another person; nothing is obligated."""
        self.reversed_by_id = self._as_approver()
        self.ended_at = self.facts.now
        self.take_back(need.wanted(self) or Decimal(0))

    @move(
        source="released",
        target=SAME,
        by=BY_APPROVING_OR_SYSTEM,
        requires=[
            need.NOT_CERTIFIER,
            need.REVERSAL_CERTIFIED,
            need.TAKES_A_PART,
            need.STILL_UNOBLIGATED,
        ],
        reason=True,
        title=_("Reverse a part"),
        effect=_("The part goes back to the contribution."),
    )
    def reduce(self) -> None:
        """Take a part of the allotment back, as certified by another person."""
        self.reversed_by_id = self._as_approver()
        self.take_back(need.wanted(self) or Decimal(0))

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[
            need.NOT_RELATIONSHIP_OWNER,
            need.OBLIGABLE,
            need.NO_REVERSAL_PENDING,
            need.AMOUNT_GIVEN,
            need.WITHIN_RELEASED,
        ],
        asks=["amount"],
        title=_("Enter an obligation"),
    )
    def obligate(self) -> None:
        """Enter an obligation, net of support cost; obligations never exceed what is released."""
        self.obligated += need.given(self)

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[need.NOT_RELATIONSHIP_OWNER, need.AMOUNT_GIVEN, need.NOT_BELOW_SPENT],
        reason=True,
        asks=["amount"],
        title=_("Cancel an obligation"),
    )
    def deobligate(self) -> None:
        """Cancel an obligation or a part of it, never below what was spent."""
        self.obligated -= need.given(self)

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[need.NOT_RELATIONSHIP_OWNER, need.AMOUNT_GIVEN, need.WITHIN_OBLIGATED],
        asks=["amount"],
        title=_("Enter an expenditure"),
        effect=_("Programme support cost is booked on everything spent so far."),
    )
    def spend(self) -> None:
        """Enter an expenditure, net of support cost; expenditures never exceed obligations."""
        self.spent += need.given(self)
        self.psc_spent = balances.psc_due(self, spent=self.spent)

    @move(
        source="released",
        target="closed",
        by=BY_TREASURY,
        requires=[
            need.NOT_RELATIONSHIP_OWNER,
            need.NO_REVERSAL_PENDING,
            need.LIQUIDATED,
            need.BALANCE_REVERSED,
        ],
        title=_("Close the allotment"),
        effect=_("What rounding left of the support cost goes back to the contribution."),
    )
    def close(self) -> None:
        """Close an allotment whose obligations are liquidated and whose balance was taken back."""
        self.closed_by_id = self.facts.actor.person_id
        self.ended_at = self.facts.now
        self.reversed = self.gross - self.spent - self.psc_spent
        self._value_reversed()
