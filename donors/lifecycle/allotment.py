"""The allotment: from a contribution's cash to one component, by three people (DOMAIN 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from donors.choices.money import AllotmentState
from donors.lifecycle import balances
from donors.policies.money import (
    BY_APPROVING,
    BY_APPROVING_OR_SYSTEM,
    BY_CERTIFYING,
    BY_CERTIFYING_OR_SYSTEM,
    BY_TREASURY,
)
from workflows.actors import SYSTEM_ROLE, Actor
from workflows.moves import SAME, Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class AllotmentFacts(Facts):
    """What guards may know, gathered with the contribution and the request locked.

    ``available`` is the contribution's free cash, gross, in its own currency; ``usd`` the dollars
    of this allotment at the weighted average of the receipts booked; ``outside`` the constraints
    of the contribution that the target does not meet.
    """

    agreed: bool
    published: bool
    extrabudgetary: bool
    in_dates: bool
    request_takes_money: bool
    request_takes_obligations: bool
    circulated_or_local: bool
    known_to_donor: bool
    component_stands: bool
    available: Decimal
    outside: frozenset[str]
    relationship_owner_id: UUID | None
    usd_gross: Decimal
    usd_programmable: Decimal


def _actor_is(allotment: Any, *fields: str) -> bool:
    """Tell whether the person acting holds one of these places already."""
    person = allotment.facts.actor.person_id
    return person is not None and any(getattr(allotment, name) == person for name in fields)


def _not_the(*fields: str, sentence: Sentence, code: str) -> Requirement:
    return Requirement(lambda it: not _actor_is(it, *fields), sentence, code, duty=True)


def _within(name: str, sentence: Sentence) -> Requirement:
    return Requirement(
        lambda it: name not in it.facts.outside, sentence, f"earmark_{name}", field="component"
    )


def _given(allotment: Any) -> Decimal:
    amount: Decimal = allotment.facts.given.get("amount") or Decimal(0)
    return amount


def _by_system(allotment: Any) -> bool:
    actor: Actor = allotment.facts.actor
    return actor.has(SYSTEM_ROLE)


def _wanted(allotment: Any) -> Decimal | None:
    """Return what is to be taken back: as asked by the certifying officer, or all by the system."""
    if _by_system(allotment):
        return balances.unobligated(allotment).amount
    certified: Decimal | None = allotment.reversal_amount
    return certified


def _takes_all(allotment: Any) -> bool:
    wanted = _wanted(allotment)
    return wanted is None or wanted == balances.left(allotment).amount


def _takes_a_part(allotment: Any) -> bool:
    wanted = _wanted(allotment)
    return wanted is None or 0 < wanted < balances.left(allotment).amount


AGREED = Requirement(
    lambda it: it.facts.agreed,
    _("The contribution is not agreed, or is closed."),
    "contribution_not_agreed",
    field="contribution",
)
NOT_PUBLISHED = Requirement(
    lambda it: not it.facts.published,
    _("This contribution was only read from what others have published; its money is not here."),
    "contribution_published",
    field="contribution",
)
EXTRABUDGETARY = Requirement(
    lambda it: it.facts.extrabudgetary,
    _("Only extrabudgetary money may be allotted (operative paragraph 11)."),
    "not_extrabudgetary",
    field="contribution",
)
IN_DATES = Requirement(
    lambda it: it.facts.in_dates,
    _("Today is outside the dates of the agreement."),
    "outside_agreement_dates",
    field="contribution",
)
REQUEST_TAKES_MONEY = Requirement(
    lambda it: it.facts.request_takes_money,
    _("The request does not seek funding, is not funded and is not in delivery."),
    "request_takes_no_money",
    field="request",
)
CIRCULATED_OR_LOCAL = Requirement(
    lambda it: it.facts.circulated_or_local,
    _("The request is not circulated, and the money is not the requesting State's own."),
    "not_circulated",
    field="request",
)
KNOWN_TO_DONOR = Requirement(
    lambda it: it.facts.known_to_donor,
    _("The requesting State has not consented that this donor knows of the request."),
    "no_consent_for_donor",
    field="request",
)
COMPONENT_STANDS = Requirement(
    lambda it: it.facts.component_stands,
    _("The component is not one of this request that is in force and paid in cash."),
    "component_not_in_force",
    field="component",
)
EARMARKS = (
    _within("countries", _("The contribution is for other countries.")),
    _within("regions", _("The contribution is for other regions.")),
    _within("themes", _("The contribution is for other themes.")),
    _within("assistance_types", _("The contribution is for other types of assistance.")),
    _within("request", _("The contribution is for another request.")),
    _within("component", _("The contribution is for other components.")),
)
WITHIN_CAP = Requirement(
    lambda it: it.gross <= it.facts.available,
    _("The contribution has not enough cash received and not yet allotted."),
    "cap_exceeded",
    field="gross",
)
ELIGIBLE = (
    AGREED,
    NOT_PUBLISHED,
    EXTRABUDGETARY,
    IN_DATES,
    REQUEST_TAKES_MONEY,
    CIRCULATED_OR_LOCAL,
    KNOWN_TO_DONOR,
    COMPONENT_STANDS,
    *EARMARKS,
)
"""Where money may go; asked when it is proposed, certified and released."""

NOT_PROPOSER = _not_the(
    "proposed_by_id",
    sentence=_("Whoever proposed an allotment does not certify it."),
    code="proposer_may_not_certify",
)
NEITHER_BEFORE = _not_the(
    "proposed_by_id",
    "certified_by_id",
    sentence=_("Whoever proposed or certified an allotment does not release it (rule 105.6)."),
    code="same_person_may_not_release",
)
NOT_APPROVER = _not_the(
    "released_by_id",
    "reversed_by_id",
    sentence=_("Whoever released an allotment does not certify its reversal (rule 105.6)."),
    code="approver_may_not_certify",
)
NOT_CERTIFIER = _not_the(
    "certified_by_id",
    "reversal_certified_by_id",
    sentence=_("Whoever certified an allotment or its reversal does not approve it (rule 105.6)."),
    code="certifier_may_not_approve",
)
NOT_RELATIONSHIP_OWNER = Requirement(
    lambda it: it.facts.relationship_owner_id != it.facts.actor.person_id,
    _("Whoever looks after the relation with the donor enters no money of it."),
    "relationship_owner_may_not_book",
    duty=True,
)
AMOUNT_GIVEN = Requirement(
    lambda it: _given(it) > 0,
    _("Give an amount above nothing."),
    "amount_missing",
    field="amount",
    asks="amount",
)
DOWN_TO_UNOBLIGATED = Requirement(
    lambda it: _given(it) <= balances.unobligated(it).amount,
    _("No more can be taken back than is not obligated."),
    "above_unobligated",
    field="amount",
    asks="amount",
)
REVERSAL_CERTIFIED = Requirement(
    lambda it: _by_system(it) or it.reversal_amount is not None,
    _("A certifying officer must first certify the reversal."),
    "reversal_not_certified",
)
TAKES_ALL = Requirement(
    _takes_all,
    _("Something is obligated or meant to stay: only a part can be taken back."),
    "part_of_it_stays",
)
TAKES_A_PART = Requirement(
    _takes_a_part,
    _("This would take everything back, or nothing."),
    "nothing_stays",
)
STILL_UNOBLIGATED = Requirement(
    lambda it: (_wanted(it) or 0) <= balances.unobligated(it).amount,
    _("Meanwhile more was obligated: the reversal must be certified again."),
    "above_unobligated",
)
NO_REVERSAL_PENDING = Requirement(
    lambda it: it.reversal_amount is None,
    _("A reversal is certified and waits for approval."),
    "reversal_pending",
)
OBLIGABLE = Requirement(
    lambda it: it.facts.request_takes_obligations,
    _("New obligations need a request that is funded or in delivery, and not suspended."),
    "request_takes_no_obligations",
)
WITHIN_RELEASED = Requirement(
    lambda it: it.obligated + _given(it) <= balances.left_net(it).amount,
    _("Obligations may not exceed what is released."),
    "above_released",
    field="amount",
    asks="amount",
)
NOT_BELOW_SPENT = Requirement(
    lambda it: it.obligated - _given(it) >= it.spent,
    _("An obligation cannot be cancelled below what was spent on it."),
    "below_spent",
    field="amount",
    asks="amount",
)
WITHIN_OBLIGATED = Requirement(
    lambda it: it.spent + _given(it) <= it.obligated,
    _("Expenditures may not exceed obligations."),
    "above_obligated",
    field="amount",
    asks="amount",
)
LIQUIDATED = Requirement(
    lambda it: it.spent == it.obligated,
    _("Some obligations are not liquidated."),
    "obligations_open",
)
BALANCE_REVERSED = Requirement(
    lambda it: balances.left_net(it).amount == it.obligated,
    _("The unobligated balance is not taken back."),
    "balance_not_reversed",
)


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
        requires=[NOT_PROPOSER, *ELIGIBLE, WITHIN_CAP],
        title=_("Certify the allotment"),
        effect=_("The amount is reserved on the contribution and valued in US dollars."),
    )
    def certify(self) -> None:
        """Certify that the cash is there and may be spent on this component; reserves it."""
        self.certified_by_id = self.facts.actor.person_id
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
        requires=[NEITHER_BEFORE, *ELIGIBLE],
        title=_("Release the allotment"),
        effect=_("The money counts towards the funding of the request."),
    )
    def release(self) -> None:
        """Release certified money to the component; done by a third person."""
        self.released_by_id = self.facts.actor.person_id
        self.released_at = self.facts.now

    @move(
        source="released",
        target=SAME,
        by=BY_CERTIFYING,
        requires=[NOT_APPROVER, NO_REVERSAL_PENDING, AMOUNT_GIVEN, DOWN_TO_UNOBLIGATED],
        reason=True,
        asks=["amount"],
        title=_("Certify a reversal"),
        effect=_("An approving officer may now take the amount back."),
    )
    def certify_reversal(self) -> None:
        """Certify that an amount, gross, may be taken back: at most what is not obligated."""
        self.reversal_amount = _given(self)
        self.reversal_certified_by_id = self.facts.actor.person_id

    @move(
        source="released",
        target=SAME,
        by=BY_APPROVING,
        requires=[REVERSAL_CERTIFIED, NOT_CERTIFIER],
        reason=True,
        title=_("Refuse the reversal"),
    )
    def refuse_reversal(self) -> None:
        """Leave the money where it is although its reversal was certified."""
        self.reversal_amount = None

    @move(
        source="released",
        target="reversed",
        by=BY_APPROVING_OR_SYSTEM,
        requires=[NOT_CERTIFIER, REVERSAL_CERTIFIED, TAKES_ALL, STILL_UNOBLIGATED],
        reason=True,
        title=_("Reverse the allotment"),
        effect=_("All of the money goes back to the contribution."),
    )
    def reverse(self) -> None:
        """Take the whole allotment back, as certified by another person; nothing is obligated."""
        self.reversed_by_id = self.facts.actor.person_id
        self.ended_at = self.facts.now
        self.take_back(_wanted(self) or Decimal(0))

    @move(
        source="released",
        target=SAME,
        by=BY_APPROVING_OR_SYSTEM,
        requires=[NOT_CERTIFIER, REVERSAL_CERTIFIED, TAKES_A_PART, STILL_UNOBLIGATED],
        reason=True,
        title=_("Reverse a part"),
        effect=_("The part goes back to the contribution."),
    )
    def reduce(self) -> None:
        """Take a part of the allotment back, as certified by another person."""
        self.reversed_by_id = self.facts.actor.person_id
        self.take_back(_wanted(self) or Decimal(0))

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[
            NOT_RELATIONSHIP_OWNER,
            OBLIGABLE,
            NO_REVERSAL_PENDING,
            AMOUNT_GIVEN,
            WITHIN_RELEASED,
        ],
        asks=["amount"],
        title=_("Enter an obligation"),
    )
    def obligate(self) -> None:
        """Enter an obligation, net of support cost; obligations never exceed what is released."""
        self.obligated += _given(self)

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[NOT_RELATIONSHIP_OWNER, AMOUNT_GIVEN, NOT_BELOW_SPENT],
        reason=True,
        asks=["amount"],
        title=_("Cancel an obligation"),
    )
    def deobligate(self) -> None:
        """Cancel an obligation or a part of it, never below what was spent."""
        self.obligated -= _given(self)

    @move(
        source="released",
        target=SAME,
        by=BY_TREASURY,
        requires=[NOT_RELATIONSHIP_OWNER, AMOUNT_GIVEN, WITHIN_OBLIGATED],
        asks=["amount"],
        title=_("Enter an expenditure"),
        effect=_("Programme support cost is booked on everything spent so far."),
    )
    def spend(self) -> None:
        """Enter an expenditure, net of support cost; expenditures never exceed obligations."""
        self.spent += _given(self)
        self.psc_spent = balances.psc_due(self, spent=self.spent)

    @move(
        source="released",
        target="closed",
        by=BY_TREASURY,
        requires=[NOT_RELATIONSHIP_OWNER, NO_REVERSAL_PENDING, LIQUIDATED, BALANCE_REVERSED],
        title=_("Close the allotment"),
        effect=_("What rounding left of the support cost goes back to the contribution."),
    )
    def close(self) -> None:
        """Close an allotment whose obligations are liquidated and whose balance was taken back."""
        self.closed_by_id = self.facts.actor.person_id
        self.ended_at = self.facts.now
        self.reversed = self.gross - self.spent - self.psc_spent
        self._value_reversed()
