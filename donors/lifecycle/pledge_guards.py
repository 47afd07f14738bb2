"""What must hold before a pledge may move, each condition with its code and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from donors.choices.promises import Earmark
from donors.lifecycle.duties import another_person_than
from workflows.moves import Facts, Requirement


@dataclass(frozen=True, kw_only=True)
class Valued:
    """What the pledged amount is worth in US dollars on a value date, and at which rate."""

    usd: Decimal
    rate: Decimal
    rate_on: date
    value_on: date


@dataclass(frozen=True, kw_only=True)
class PledgeFacts(Facts):
    """Gathered under the lock; what a stage does not ask for stays at its default."""

    today: date
    needs_due_diligence: bool = False
    valued: Valued | None = None
    has_letter: bool = False
    has_constraints: bool = False
    own_requesters: frozenset[UUID] = frozenset()
    tied_components: frozenset[UUID] = frozenset()
    clearance: str = ""
    clearance_by: UUID | None = None
    refused_by: UUID | None = None
    checklist_complete: bool = False
    checklist_by: UUID | None = None
    psc_standard: Decimal = Decimal(0)
    waived_rate: Decimal | None = None
    waiver_by: UUID | None = None
    has_agreement: bool = False
    instalments: Decimal = Decimal(0)
    reminder_days: int = 0
    condition_holds: bool = False
    received: Decimal = Decimal(0)
    unspent: Decimal = Decimal(0)


def _purpose(pledge: Any) -> bool:
    untied = pledge.earmark_category == Earmark.UNEARMARKED
    return bool(untied or pledge.facts.has_constraints)


def _tied_as_said(pledge: Any) -> bool:
    untied = pledge.earmark_category == Earmark.UNEARMARKED
    return not (untied and pledge.facts.has_constraints)


def _letter(pledge: Any) -> bool:
    return not pledge.facts.actor.has("cofinancing_officer") or pledge.facts.has_letter


def _not_the_requester(pledge: Any) -> bool:
    return pledge.facts.actor.person_id not in pledge.facts.own_requesters


def _psc_agreed(pledge: Any) -> bool:
    return pledge.psc_rate in {pledge.facts.psc_standard, pledge.facts.waived_rate}


def _not_named_in_facts(pledge: Any) -> bool:
    facts = pledge.facts
    return facts.actor.person_id not in {facts.checklist_by, facts.waiver_by, facts.clearance_by}


def _not_an_examiner(pledge: Any) -> bool:
    facts = pledge.facts
    return facts.actor.person_id not in {facts.checklist_by, facts.clearance_by}


def _clearance_in_date(pledge: Any) -> bool:
    return not pledge.facts.needs_due_diligence or bool(pledge.facts.clearance)


def _condition_met(pledge: Any) -> bool:
    """Words are met once an officer said so; what can be reckoned must hold on the day itself."""
    if not pledge.condition:
        return True
    reckoned = not pledge.condition_basis or pledge.facts.condition_holds
    return bool(pledge.condition_met_at is not None and reckoned)


def _condition_runs_out(pledge: Any, days: int) -> bool:
    if not pledge.condition_basis or pledge.condition_met_at is not None:
        return False
    left: int = (pledge.condition_on - pledge.facts.today).days
    return bool(left < days)


def _reminder_due(pledge: Any) -> bool:
    if pledge.reminded_at is not None or pledge.expiry_on is None:
        return False
    left: int = (pledge.expiry_on - pledge.facts.today).days
    return bool(left <= pledge.facts.reminder_days)


PURPOSE_STATED: Final = Requirement(
    _purpose,
    _("Say what it is for: a request, a component, a theme, a country or a region (OP12)."),
    "purpose_missing",
    field="request",
)
TIED_AS_SAID: Final = Requirement(
    _tied_as_said,
    _("An unearmarked pledge cannot be tied to anything."),
    "unearmarked_but_tied",
    field="earmark_category",
)
RATE_KNOWN: Final = Requirement(
    lambda pledge: pledge.facts.valued is not None,
    _("There is no UN operational rate of exchange for this currency on that day."),
    "rate_missing",
    field="currency",
)
LETTER_ATTACHED: Final = Requirement(
    _letter,
    _("Attach the donor's letter: UNODC announces nothing in a donor's name without it."),
    "letter_missing",
    field="letter",
)
NOT_EXPIRED: Final = Requirement(
    lambda pledge: pledge.expiry_on is None or pledge.expiry_on >= pledge.facts.today,
    _("The day on which this pledge expires has passed."),
    "already_expired",
    field="expiry_on",
)
NOT_THE_REQUESTER: Final = Requirement(
    _not_the_requester,
    _("You wrote or submitted the request this pays for; a second person must pledge for it."),
    "requester_may_not_pledge",
    duty=True,
)
DUE_DILIGENCE_NEEDED: Final = Requirement(
    lambda pledge: pledge.facts.needs_due_diligence,
    _("States and United Nations entities are not examined; begin the negotiation."),
    "due_diligence_not_needed",
)
NO_DUE_DILIGENCE_NEEDED: Final = Requirement(
    lambda pledge: not pledge.facts.needs_due_diligence,
    _("A donor of this kind must first be examined."),
    "due_diligence_needed",
)
CLEARANCE_IN_DATE: Final = Requirement(
    _clearance_in_date,
    _("The donor needs a clearance in date, given by another than its relationship owner."),
    "clearance_not_in_date",
)
REFUSED_BY_EXAMINATION: Final = Requirement(
    lambda pledge: pledge.facts.refused_by is not None,
    _("The newest examination of this donor did not end in a refusal."),
    "not_refused",
)
CHECKLIST_COMPLETE: Final = Requirement(
    lambda pledge: pledge.facts.checklist_complete,
    _("Every point of the acceptance checklist must be met (regulation 3.12)."),
    "checklist_incomplete",
    field="checklist",
)
PSC_AGREED: Final = Requirement(
    _psc_agreed,
    _("A programme support rate other than the standard one needs an approved waiver."),
    "psc_waiver_missing",
    field="psc_rate",
)
DATES_SET: Final = Requirement(
    lambda pledge: pledge.starts_on is not None and pledge.ends_on is not None,
    _("The agreement needs its first and its last day."),
    "dates_missing",
    field="starts_on",
)
CLAUSES_APPROVED: Final = Requirement(
    lambda pledge: pledge.clauses_standard or pledge.clauses_approved_by_id is not None,
    _("A legal officer must first approve the clauses that are not standard."),
    "clauses_not_approved",
)
CLAUSES_NOT_STANDARD: Final = Requirement(
    lambda pledge: not pledge.clauses_standard and pledge.clauses_approved_by_id is None,
    _("There are no clauses waiting for approval."),
    "no_clauses_waiting",
)
AGREEMENT_ATTACHED: Final = Requirement(
    lambda pledge: pledge.facts.has_agreement,
    _("Attach the agreement."),
    "agreement_missing",
    field="agreement",
)
SCHEDULE_ADDS_UP: Final = Requirement(
    lambda pledge: pledge.facts.instalments == pledge.amount,
    _("The instalments must add up to the amount."),
    "instalments_do_not_add_up",
    field="instalments",
)
REPORTS_SCHEDULED: Final = Requirement(
    lambda pledge: bool(pledge.report_schedule),
    _("Say which reports the donor receives and when."),
    "report_schedule_missing",
    field="report_schedule",
)
UNSIGNED: Final = Requirement(
    lambda pledge: pledge.signed_by_id is None, _("It is already signed."), "already_signed"
)
SIGNED: Final = Requirement(
    lambda pledge: pledge.signed_by_id is not None,
    _("The donor's authority has not signed yet."),
    "not_signed",
)
CONDITION_MET: Final = Requirement(
    _condition_met,
    _("The donor's condition is not met yet."),
    "condition_not_met",
)
CONDITION_OPEN: Final = Requirement(
    lambda pledge: bool(pledge.condition) and pledge.condition_met_at is None,
    _("There is no condition waiting to be met."),
    "no_condition_open",
)
CONDITION_IN_WORDS: Final = Requirement(
    lambda pledge: not pledge.condition_basis,
    _("This condition is reckoned from what others sign; nobody types that it is met."),
    "condition_is_reckoned",
)
CONDITION_HOLDS: Final = Requirement(
    lambda pledge: pledge.facts.condition_holds,
    _("Others have not yet signed for what this donor waits for."),
    "condition_does_not_hold",
)
CONDITION_LAPSED: Final = Requirement(
    lambda pledge: _condition_runs_out(pledge, 0),
    _("The day by which the condition must be met has not passed."),
    "condition_still_open",
)
CONDITION_ENDS_SOON: Final = Requirement(
    lambda pledge: (
        pledge.condition_reminded_at is None
        and _condition_runs_out(pledge, pledge.facts.reminder_days + 1)
    ),
    _("It is not time for a reminder."),
    "no_reminder_due",
)
EXPIRY_PASSED: Final = Requirement(
    lambda pledge: pledge.expiry_on is not None and pledge.expiry_on < pledge.facts.today,
    _("The day on which it expires has not passed."),
    "not_yet_expired",
)
REMINDER_DUE: Final = Requirement(
    _reminder_due, _("It is not time for a reminder."), "no_reminder_due"
)
SOMETHING_PAID: Final = Requirement(
    lambda pledge: pledge.facts.received > 0,
    _("Nothing has been paid yet."),
    "nothing_paid",
)
RECEIVED_IN_FULL: Final = Requirement(
    lambda pledge: pledge.facts.received >= pledge.amount,
    _("The whole amount has not been received."),
    "not_received_in_full",
)
NOT_RECEIVED_IN_FULL: Final = Requirement(
    lambda pledge: pledge.facts.received < pledge.amount,
    _("The whole amount has been received."),
    "received_in_full",
)
NOTHING_UNSPENT: Final = Requirement(
    lambda pledge: pledge.facts.unspent == 0,
    _("Some of the money is unspent: use it, give it back, or ask the donor to reprogramme it."),
    "money_unspent",
)
NOT_ITS_OWNER: Final = another_person_than(
    "relationship_owner_id",
    sentence=_("Whoever looks after the donor does not take this duty."),
    code="relationship_owner_may_not",
)
NOT_ITS_WRITER: Final = another_person_than(
    "created_by_id",
    sentence=_("Whoever wrote this pledge down does not take this duty."),
    code="writer_may_not",
)
NOT_ITS_PREPARER: Final = Requirement(
    _not_named_in_facts,
    _("You examined the donor, answered the checklist or decided the waiver of this pledge."),
    "separation_of_duties",
    duty=True,
)
NOT_ITS_EXAMINER: Final = Requirement(
    _not_an_examiner,
    _("You examined the donor or answered the checklist of this pledge."),
    "separation_of_duties",
    duty=True,
)
