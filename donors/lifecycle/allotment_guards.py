"""What must hold before an allotment may move, each condition with its code and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from donors.lifecycle import balances
from workflows.actors import SYSTEM_ROLE, Actor
from workflows.moves import Facts, Requirement


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


def given(allotment: Any) -> Decimal:
    """Return the amount that was given with the step; nothing where none was."""
    amount: Decimal = allotment.facts.given.get("amount") or Decimal(0)
    return amount


def _by_system(allotment: Any) -> bool:
    actor: Actor = allotment.facts.actor
    return actor.has(SYSTEM_ROLE)


def wanted(allotment: Any) -> Decimal | None:
    """Return what is to be taken back: as asked by the certifying officer, or all by the system."""
    if _by_system(allotment):
        return balances.unobligated(allotment).amount
    certified: Decimal | None = allotment.reversal_amount
    return certified


def _takes_all(allotment: Any) -> bool:
    amount = wanted(allotment)
    return amount is None or amount == balances.left(allotment).amount


def _takes_a_part(allotment: Any) -> bool:
    amount = wanted(allotment)
    return amount is None or 0 < amount < balances.left(allotment).amount


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
NOT_APPROVER = Requirement(
    lambda it: it.facts.actor.person_id not in it.approvers,
    _("Whoever released an allotment does not certify its reversal (rule 105.6)."),
    "approver_may_not_certify",
    duty=True,
)
NOT_CERTIFIER = Requirement(
    lambda it: it.facts.actor.person_id not in it.certifiers,
    _("Whoever certified an allotment or its reversal does not approve it (rule 105.6)."),
    "certifier_may_not_approve",
    duty=True,
)
NOT_RELATIONSHIP_OWNER = Requirement(
    lambda it: it.facts.relationship_owner_id != it.facts.actor.person_id,
    _("Whoever looks after the relation with the donor enters no money of it."),
    "relationship_owner_may_not_book",
    duty=True,
)
AMOUNT_GIVEN = Requirement(
    lambda it: given(it) > 0,
    _("Give an amount above nothing."),
    "amount_missing",
    field="amount",
    asks="amount",
)
DOWN_TO_UNOBLIGATED = Requirement(
    lambda it: given(it) <= balances.unobligated(it).amount,
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
    lambda it: (wanted(it) or 0) <= balances.unobligated(it).amount,
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
    lambda it: it.obligated + given(it) <= balances.left_net(it).amount,
    _("Obligations may not exceed what is released."),
    "above_released",
    field="amount",
    asks="amount",
)
NOT_BELOW_SPENT = Requirement(
    lambda it: it.obligated - given(it) >= it.spent,
    _("An obligation cannot be cancelled below what was spent on it."),
    "below_spent",
    field="amount",
    asks="amount",
)
WITHIN_OBLIGATED = Requirement(
    lambda it: it.spent + given(it) <= it.obligated,
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
