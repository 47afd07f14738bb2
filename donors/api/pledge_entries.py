"""What the staff write into pledges, amendments, instalments and reports between their steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from donors.api.amendment_inputs import RedraftAmendmentInput
from donors.api.entries import AMEND, FROM_A_LETTER, terms_in
from donors.api.promise_inputs import (
    ChecklistInput,
    FileInput,
    InstalmentChange,
    InstalmentInput,
    LetterInput,
    RedraftInput,
    ScheduleInput,
    TermsInput,
    WaiverInput,
    values_of,
)
from donors.choices.promises import (
    OPEN_TO_PAPERS,
    OPEN_TO_TERMS,
    AmendmentState,
    InstalmentState,
    PledgeState,
)
from donors.models import (
    AcceptanceChecklist,
    Amendment,
    Instalment,
    Pledge,
    ReportObligation,
)
from donors.models.report_obligation import OWED
from donors.policies.promises import BY_COFINANCING, BY_ITS_DRAFTER, BY_PROGRAMME
from donors.services import amendments, drafting, instalments, reporting, terms, waivers
from web.entries import Entry, Written, declare_entries, fields_of
from web.inputs import Inputs


def _set_terms(said: Written) -> Any:
    # A form sends every field it shows: what is left empty is meant empty.
    emptied = {"starts_on": None, "ends_on": None, "clauses": ""}
    values: terms.Terms = {**emptied, **said.given}  # type: ignore[typeddict-item]
    return terms.set_terms(**said.timeless, terms=values)


def _terms_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    return {name: getattr(pledge, name) for name in fields_of(TermsInput)}


def _redraft(said: Written) -> Any:
    return drafting.redraft(**said.edit, values=values_of({**UNSAID, **said.given}))


def _draft_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    plain = {name: getattr(pledge, name) for name in ("title", *UNSAID) if name not in APART}
    tied = {
        name: [str(pk) for pk in getattr(pledge, name).values_list("pk", flat=True)]
        for name in TIES
    }
    money = {"amount": f"{pledge.money.amount:f}", "currency": pledge.currency}
    aim = {"earmark_category": pledge.earmark_category, "request": pledge.request_id}
    return {**plain, **tied, **aim, "amount": money}


TIES: Final = ("components", "countries", "regions", "themes", "assistance_types")
APART: Final = ("request", *TIES)
UNSAID: Final[dict[str, Any]] = {
    "description": "",
    "expiry_on": None,
    "condition": "",
    "condition_basis": "",
    "condition_figure": None,
    "condition_on": None,
    "earmark_modality": "",
    "request": None,
    **{name: [] for name in TIES},
}
"""A form sends every field it shows: what is left empty in a draft is meant empty."""


def _answer_checklist(said: Written) -> Any:
    return terms.answer_checklist(**said.edit, **said.given)


def _answers_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    found = AcceptanceChecklist.objects.filter(pledge=pledge).first()
    names = fields_of(ChecklistInput)
    return {name: getattr(found, name) for name in names} if found else {}


def _schedule_reports(said: Written) -> Any:
    return terms.schedule_reports(**said.timeless, reports=said.given["reports"])


def _schedule_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    return {"reports": pledge.report_schedule}


def _add_instalment(said: Written) -> Any:
    return terms.add_instalment(**said.edit, **said.given)


def _change_instalment(said: Written) -> Any:
    return terms.change_instalment(**said.timeless, **{"milestone": "", **said.given})


def _instalment_of(instalment: Instalment, _part: Any) -> dict[str, Any]:
    amount = f"{instalment.money.amount:f}"
    return {"amount": amount, "due_on": instalment.due_on, "milestone": instalment.milestone}


def _remove_instalment(said: Written) -> Any:
    return terms.remove_instalment(**said.timeless)


def _attach_evidence(said: Written) -> Any:
    return instalments.attach_evidence(**said.timeless, upload=said.given["file"])


def _attach_agreement(said: Written) -> Any:
    return terms.attach_agreement(**said.edit, upload=said.given["file"])


def _attach_letter(said: Written) -> Any:
    return drafting.attach_letter(
        **said.edit, upload=said.given["file"], dated_on=said.given["dated_on"]
    )


def _ask_waiver(said: Written) -> Any:
    return waivers.ask_waiver(**said.edit, **said.given)


def _attach_report(said: Written) -> Any:
    return reporting.attach_report(**said.timeless, upload=said.given["file"])


def rewriting(inputs: type[Inputs]) -> Callable[[Written], Amendment]:
    """Return what writes a draft anew: what stands in the form replaces what it said of that."""

    def rewrite(said: Written) -> Amendment:
        motive, changes = terms_in(said.given)
        shown = fields_of(inputs)
        return amendments.redraft(**said.timeless, motive=motive, changes=changes, shown=shown)

    return rewrite


def written_in(amendment: Amendment, _part: Any) -> dict[str, Any]:
    """Return what a draft says."""
    return {"motive": amendment.motive, **amendment.changes}


def attach_to_amendment(said: Written) -> Amendment:
    """Keep the file both sides sign."""
    return amendments.attach(**said.timeless, upload=said.given["file"])


def is_draft(amendment: Amendment) -> bool:
    """Tell whether an amendment may still be written anew."""
    return str(amendment.state) == AmendmentState.DRAFT


def _is_drafted(pledge: Pledge) -> bool:
    return bool(pledge.state == PledgeState.DRAFT)


def _open_to_terms(pledge: Pledge) -> bool:
    return pledge.state in OPEN_TO_TERMS and pledge.signed_at is None


def _open_to_papers(pledge: Pledge) -> bool:
    return pledge.state in OPEN_TO_PAPERS and pledge.signed_at is None


def _may_change(instalment: Instalment) -> bool:
    return _open_to_papers(instalment.pledge)


TERMS: Final[dict[str, Any]] = {"by": BY_COFINANCING, "at": _open_to_terms}
PAPERS: Final[dict[str, Any]] = {"by": BY_COFINANCING, "at": _open_to_papers}

REDRAFT: Final = Entry(
    name="redraft",
    title=_("Rewrite the draft"),
    hint=_("What stands here replaces what the draft said before."),
    inputs=RedraftInput,
    call=_redraft,
    by=BY_ITS_DRAFTER,
    at=_is_drafted,
    initial=_draft_of,
)
OF_PLEDGES: Final = (
    Entry(
        name="attach_letter",
        title=_("Attach the donor's letter"),
        inputs=LetterInput,
        call=_attach_letter,
        by=BY_COFINANCING,
        at=lambda pledge: _is_drafted(pledge) and pledge.on_letter,
        hint=_("UNODC announces in a donor's name on it alone; its date is the value date."),
    ),
    Entry(
        name="answer_checklist",
        title=_("Answer the acceptance checklist"),
        inputs=ChecklistInput,
        call=_answer_checklist,
        initial=_answers_of,
        hint=_("The points of regulation 3.12; whoever answers does not clear the pledge."),
        **TERMS,
    ),
    Entry(
        name="set_terms",
        title=_("Set the terms"),
        inputs=TermsInput,
        call=_set_terms,
        initial=_terms_of,
        hint=_("A rate of 0.13 is 13 per cent; any other needs an approved waiver."),
        **TERMS,
    ),
    Entry(
        name="add_instalment",
        title=_("Add an instalment"),
        inputs=InstalmentInput,
        call=_add_instalment,
        hint=_("Gross, in the currency of the pledge; instalments add up to its amount."),
        **PAPERS,
    ),
    Entry(
        name="schedule_reports",
        title=_("Schedule the reports"),
        inputs=ScheduleInput,
        call=_schedule_reports,
        initial=_schedule_of,
        hint=_("Which reports the donor receives and when. Empty a line to take it out."),
        **PAPERS,
    ),
    Entry(
        name="attach_agreement",
        title=_("Attach the agreement"),
        inputs=FileInput,
        call=_attach_agreement,
        hint=_("The file both sides sign; another replaces it until the donor has signed."),
        **PAPERS,
    ),
    Entry(
        name="ask_waiver",
        title=_("Ask for another support rate"),
        inputs=WaiverInput,
        call=_ask_waiver,
        hint=_("Decided by an approving officer who did not ask for it."),
        **TERMS,
    ),
)
OF_AMENDMENTS: Final = (
    Entry(
        name="rewrite_amendment",
        title=_("Rewrite the draft"),
        inputs=RedraftAmendmentInput,
        call=rewriting(RedraftAmendmentInput),
        by=BY_COFINANCING,
        at=is_draft,
        initial=written_in,
        hint=_("What stands here replaces what the draft said before."),
    ),
    Entry(
        name="attach_amendment",
        title=_("Attach the amendment"),
        inputs=FileInput,
        call=attach_to_amendment,
        by=BY_COFINANCING,
        at=is_draft,
        hint=_("The file both sides sign; another replaces it until it is offered."),
    ),
)
OF_INSTALMENTS: Final = (
    Entry(
        name="change_instalment",
        title=_("Change the instalment"),
        inputs=InstalmentChange,
        call=_change_instalment,
        by=BY_COFINANCING,
        at=_may_change,
        initial=_instalment_of,
    ),
    Entry(
        name="remove_instalment",
        title=_("Remove the instalment"),
        inputs=Inputs,
        call=_remove_instalment,
        by=BY_COFINANCING,
        at=_may_change,
        ends=True,
    ),
    Entry(
        name="attach_evidence",
        title=_("Attach the evidence"),
        inputs=FileInput,
        call=_attach_evidence,
        by=BY_PROGRAMME,
        at=lambda instalment: instalment.state == InstalmentState.PLANNED,
    ),
)
OF_REPORTS: Final = (
    Entry(
        name="attach_report",
        title=_("Attach the report"),
        inputs=FileInput,
        call=_attach_report,
        by=BY_PROGRAMME,
        at=lambda report: report.state in OWED,
        hint=_("Another file replaces it until the report is submitted."),
    ),
)


def declare() -> None:
    """Make the entries known; called when the room is ready."""
    declare_entries(Pledge, begun=(FROM_A_LETTER,), written=(REDRAFT, *OF_PLEDGES))
    declare_entries(Amendment, begun=(AMEND,), written=OF_AMENDMENTS)
    declare_entries(Instalment, written=OF_INSTALMENTS)
    declare_entries(ReportObligation, written=OF_REPORTS)
