"""What must hold before a request moves, and what its guards may know (DOMAIN 3, OP11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from reference.models.themes import MATERIAL_SUPPORT, OTHER
from ta_requests.choices.request import Channel, ConsentClass, RequestState
from workflows.moves import Facts, Requirement

NOTHING = Decimal(0)
TIME_TO_READ = timedelta(days=7)
"""However late a warning was sent, nothing lapses sooner than this after it."""


@dataclass(frozen=True, kw_only=True)
class RequestFacts(Facts):
    """Counted under the lock; only what the present state can need is counted."""

    themes: int = 0
    types: frozenset[str] = frozenset()
    items: int = 0
    has_note_verbale: bool = False
    has_paper_note: bool = False
    named_donors: int = 0
    lead_is_assessor: bool = False
    lead_has_conflict: bool = False
    assessor_ids: frozenset[UUID] = frozenset()
    score: Decimal | None = None
    phase_one_net_usd: Decimal = NOTHING
    phase_one_covered: bool = False
    covered_by_own_resources: bool = False
    released_usd: Decimal = NOTHING
    obligated_usd: Decimal = NOTHING
    allotments_open: bool = False
    reports_open: bool = False
    objected: bool = False
    circulated: bool = False
    work_plan_agreed: bool = False
    outputs: int = 0
    outputs_unsettled: int = 0
    goods_outstanding: int = 0
    completion_basis: str = ""
    information_due_at: datetime | None = None
    warning_due_at: datetime | None = None
    review_due_at: datetime | None = None
    follow_up_on: date | None = None


def _given(name: str) -> Callable[[Any], bool]:
    """Tell whether an input was given and says something."""

    def given(request: Any) -> bool:
        value = request.facts.given.get(name)
        return bool(value.strip() if isinstance(value, str) else value)

    return given


def _asked(name: str, sentence: Sentence, code: str) -> Requirement:
    return Requirement(_given(name), sentence, code, field=name, asks=name)


def _filled(name: str, sentence: Sentence) -> Requirement:
    return Requirement(
        lambda request: bool(getattr(request, name).strip()),
        sentence,
        f"{name}_missing",
        field=name,
    )


IN_EARNEST = Requirement(
    lambda request: not request.practice,
    _("A practice request is never filed. Begin a real one when you are ready."),
    "practice",
)

SECTIONS = (
    _filled("needs", _("The section on needs is empty.")),
    _filled("priorities", _("The section on priorities is empty.")),
    _filled("challenges", _("The section on challenges is empty.")),
    _filled("restrictions", _("The section on restrictions is empty.")),
    _filled("domestic_law_note", _("Say how the request stands to domestic legislation (OP3).")),
)
"""The four sections OP11 names, and the note OP3 asks for."""

CONTENT = (
    *SECTIONS,
    Requirement(
        lambda request: request.facts.themes > 0,
        _("Choose at least one theme of the resolution."),
        "theme_missing",
        field="themes",
    ),
    Requirement(
        lambda request: bool(request.facts.types),
        _("Choose at least one type of assistance."),
        "type_missing",
        field="assistance_types",
    ),
    Requirement(
        lambda request: OTHER not in request.facts.types or bool(request.other_type_text.strip()),
        _("Say which other assistance is asked for."),
        "other_type_text_missing",
        field="other_type_text",
    ),
    Requirement(
        lambda request: MATERIAL_SUPPORT not in request.facts.types or request.facts.items > 0,
        _("Material support needs at least one item line."),
        "items_missing",
        field="items",
    ),
)


def _signed(request: Any) -> bool:
    scanned = request.channel == Channel.PAPER and request.facts.has_paper_note
    return scanned or request.facts.has_note_verbale or request.countersigned_at is not None


NOTE_VERBALE = Requirement(
    _signed,
    _("Attach the note verbale, or have the generated one countersigned."),
    "note_verbale_missing",
    field="documents",
)
PAPER_NOTE = Requirement(
    lambda request: request.facts.has_paper_note,
    _("Attach the scan of the paper note."),
    "paper_note_missing",
    field="documents",
)
SECOND_OFFICER = Requirement(
    lambda request: request.facts.actor.person_id != request.created_by_id,
    _("Whoever transcribed the note does not verify it."),
    "transcriber_may_not_verify",
    duty=True,
)
SCAN_VERIFIED = _asked(
    "scan_verified", _("Confirm that the draft says what the scan says."), "scan_unverified"
)
AUTHENTIC = _asked(
    "authenticity_confirmed",
    _("Confirm that the note verbale is authentic."),
    "authenticity_unconfirmed",
)
GROUNDS = _asked("grounds", _("Say on what ground it goes back."), "grounds_missing")
QUESTION = _asked("question", _("Say what the State is asked."), "question_missing")
ANSWER = _asked("answer", _("Give the answer."), "answer_missing")
CONSENT = _asked("consent_class", _("Choose who may see the request."), "consent_missing")
SOMEONE_NAMED = Requirement(
    lambda request: (
        request.facts.given.get("consent_class") != ConsentClass.NAMED_DONORS
        or bool(request.facts.given.get("named_donors"))
    ),
    _("Name at least one donor."),
    "named_donors_missing",
    field="named_donors",
    asks="named_donors",
)


def _due(request: Any) -> bool:
    due = request.facts.warning_due_at
    return due is not None and request.facts.now >= due


def _had_time(request: Any, told_at: datetime | None) -> bool:
    return told_at is not None and bool(request.facts.now >= told_at + TIME_TO_READ)


WARNING_DUE = Requirement(
    lambda request: request.lapse_warned_at is None and _due(request),
    _("It is not yet time to warn, or the State was warned."),
    "warning_not_due",
)
QUESTION_DUE = Requirement(
    lambda request: request.still_needed_asked_at is None and _due(request),
    _("It is not yet time to ask, or the State was asked."),
    "warning_not_due",
)
UNANSWERED = Requirement(
    lambda request: request.facts.now >= request.information_due_at,
    _("The time for the answer has not passed."),
    "not_overdue",
)
WARNED = Requirement(
    lambda request: _had_time(request, request.lapse_warned_at),
    _("The State was not warned at least a week ago."),
    "state_not_warned",
)
REVIEW_PASSED = Requirement(
    lambda request: request.facts.now >= request.review_due_at,
    _("The review date has not passed."),
    "review_not_due",
)
STATE_ASKED = Requirement(
    lambda request: request.still_needed_asked_at is not None,
    _("The State was not yet asked whether it still needs this."),
    "state_not_asked",
)
STATE_HAD_TIME = Requirement(
    lambda request: _had_time(request, request.still_needed_asked_at),
    _("The State was not asked at least a week ago whether it still needs this."),
    "state_not_asked",
)
NOTHING_ALLOTTED = Requirement(
    lambda request: not request.facts.allotments_open,
    _("Money is allotted to this request."),
    "money_allotted",
)
STILL_NEEDED = _asked(
    "still_needed", _("Confirm that the assistance is still needed."), "still_needed_missing"
)
FIGURES_REVIEWED = _asked(
    "figures_reviewed", _("Confirm that the figures were reviewed."), "figures_unreviewed"
)
LAPSED_WHILE_SEEKING = Requirement(
    lambda request: request.lapsed_from == RequestState.FUNDING_SOUGHT,
    _("Only a request that lapsed while seeking funds goes back to seeking them."),
    "never_sought_funding",
)
DECLINE_CODE = _asked("reason_code", _("Choose why it is declined."), "reason_code_missing")
PROVIDER = _asked("provider", _("Name the provider."), "provider_missing")
PROVIDER_PROPOSED = Requirement(
    lambda request: bool(request.referral_provider),
    _("No provider was named yet."),
    "provider_missing",
)
STATE_CONSENTED = Requirement(
    lambda request: request.referral_consented_at is not None,
    _("The State has not consented to the referral."),
    "referral_consent_missing",
)
LEAD_NAMED = _asked("lead_assessor_id", _("Name the lead assessor."), "lead_assessor_missing")
LEAD_QUALIFIED = Requirement(
    lambda request: request.facts.lead_is_assessor,
    _("The lead assessor must hold the role of assessor."),
    "lead_not_assessor",
    field="lead_assessor_id",
    asks="lead_assessor_id",
)
LEAD_FREE = Requirement(
    lambda request: not request.facts.lead_has_conflict,
    _("The lead assessor declared a conflict of interest."),
    "conflict_of_interest",
    field="lead_assessor_id",
    asks="lead_assessor_id",
)
LEAD = (LEAD_NAMED, LEAD_QUALIFIED, LEAD_FREE)
ASSESSMENT_FINAL = Requirement(
    lambda request: request.facts.score is not None,
    _("The assessment is not final, or has no score."),
    "assessment_not_final",
)
NOT_ITS_ASSESSOR = Requirement(
    lambda request: request.facts.actor.person_id not in request.facts.assessor_ids,
    _("Whoever assessed a request does not open its funding."),
    "assessor_may_not_open_funding",
    duty=True,
)
BUDGET = Requirement(
    lambda request: request.facts.phase_one_net_usd > 0,
    _("The first phase has no component with a budget."),
    "budget_missing",
)


def _may_be_shown(request: Any) -> bool:
    if request.consent_class == ConsentClass.NAMED_DONORS:
        return bool(request.facts.named_donors > 0)
    return bool(request.consent_class != ConsentClass.SECRETARIAT)


MAY_BE_SHOWN = Requirement(
    lambda request: _may_be_shown(request) or request.facts.covered_by_own_resources,
    _("The State has not consented that donors see this, nor do its own resources cover phase 1."),
    "consent_too_narrow",
    field="consent_class",
)
OBJECTED = Requirement(
    lambda request: request.facts.objected,
    _("The State has not objected to the circulation."),
    "no_objection",
)
CIRCULATED = Requirement(
    lambda request: request.facts.circulated,
    _("The request is not circulated."),
    "not_circulated",
)
ON_SHOW = Requirement(
    lambda request: request.circulated_at is not None,
    _("The request is not circulated."),
    "not_circulated",
)
COVERED = Requirement(
    lambda request: request.facts.phase_one_covered,
    _("The money released does not cover every component of the first phase."),
    "not_covered",
)
UNCOVERED = Requirement(
    lambda request: not request.facts.phase_one_covered,
    _("The first phase is still covered."),
    "still_covered",
)
CASH_RELEASED = Requirement(
    lambda request: request.facts.released_usd > 0,
    _("Nothing is delivered without released extrabudgetary cash (OP11)."),
    "no_cash_released",
)
WORK_PLAN = Requirement(
    lambda request: request.facts.work_plan_agreed,
    _("The State has not agreed to the work plan."),
    "work_plan_not_agreed",
)
SETTLEMENT = _asked(
    "settlement_plan", _("Say how what is open will be settled."), "settlement_plan_missing"
)
STATE_TOLD = _asked("state_told_on", _("Say on which day the State was told."), "state_not_told")
OUTPUTS_SETTLED = Requirement(
    lambda request: request.facts.outputs > 0 and request.facts.outputs_unsettled == 0,
    _("Not every output is accepted by the State, by its silence, or waived."),
    "outputs_not_accepted",
)
GOODS_HANDED_OVER = Requirement(
    lambda request: request.facts.goods_outstanding == 0,
    _("Not all goods are handed over."),
    "goods_not_handed_over",
)
ALLOTMENTS_CLOSED = Requirement(
    lambda request: not request.facts.allotments_open,
    _("Allotments of this request are still open."),
    "allotments_open",
)
REPORTS_ACCEPTED = Requirement(
    lambda request: not request.facts.reports_open,
    _("Reports to donors are still due or not accepted."),
    "reports_open",
)
NOTHING_OBLIGATED = Requirement(
    lambda request: request.facts.obligated_usd == 0,
    _("Money is already obligated: the section chief withdraws it with a refund plan."),
    "money_obligated",
)
SOMETHING_OBLIGATED = Requirement(
    lambda request: request.facts.obligated_usd != 0,
    _("Nothing is obligated: the State itself withdraws."),
    "nothing_obligated",
)
REFUND_PLAN = _asked("refund_plan", _("Say how the money is refunded."), "refund_plan_missing")
