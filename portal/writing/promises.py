"""What the office writes into pledges: terms, checklist, schedule, papers, questions of rate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from donors.api.promise_inputs import (
    ChecklistInput,
    FileInput,
    InstalmentChange,
    InstalmentInput,
    LetterInput,
    ScheduleInput,
    TermsInput,
    WaiverInput,
)
from donors.choices.promises import OPEN_TO_PAPERS, OPEN_TO_TERMS, PledgeState
from donors.models import AcceptanceChecklist, Instalment, Pledge
from donors.models.report_obligation import OWED
from donors.policies.promises import BY_COFINANCING, BY_PROGRAMME
from donors.services import drafting, reporting, terms, waivers
from portal.writing.kinds import Writing, Written, fields_of
from web.inputs import Inputs
from workflows.actors import Actor


def _timeless(said: Written) -> dict[str, Any]:
    return {"pk": said.pk, "actor": said.actor, "version": said.version}


def _set_terms(said: Written) -> Any:
    # A form sends every field it shows: what is left empty is meant empty.
    emptied = {"starts_on": None, "ends_on": None, "clauses": ""}
    values: terms.Terms = {**emptied, **said.given}  # type: ignore[typeddict-item]
    return terms.set_terms(**_timeless(said), terms=values)


def _terms_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    return {name: getattr(pledge, name) for name in fields_of(TermsInput)}


def _answer_checklist(said: Written) -> Any:
    return terms.answer_checklist(**said.edit, **said.given)


def _answers_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    found = AcceptanceChecklist.objects.filter(pledge=pledge).first()
    names = fields_of(ChecklistInput)
    return {name: getattr(found, name) for name in names} if found else {}


def _schedule_reports(said: Written) -> Any:
    return terms.schedule_reports(**_timeless(said), reports=said.given["reports"])


def _schedule_of(pledge: Pledge, _part: Any) -> dict[str, Any]:
    return {"reports": pledge.report_schedule}


def _add_instalment(said: Written) -> Any:
    return terms.add_instalment(**said.edit, **said.given)


def _instalment(pledge: Pledge, part: str, actor: Actor) -> Instalment:
    try:
        pk = UUID(part)
    except ValueError:
        raise NotFound from None
    found = Instalment.objects.visible_to(actor).filter(pledge=pledge, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _instalment_before(pledge: Pledge, part: Instalment) -> dict[str, Any]:
    part.pledge = pledge
    return {"amount": part.money.amount, "due_on": part.due_on, "milestone": part.milestone}


def _change_instalment(said: Written) -> Any:
    given = {"milestone": "", **said.given}
    return terms.change_instalment(**{**_timeless(said), "pk": UUID(said.part)}, **given)


def _remove_instalment(said: Written) -> Any:
    return terms.remove_instalment(**{**_timeless(said), "pk": UUID(said.part)})


def _attach_agreement(said: Written) -> Any:
    return terms.attach_agreement(**said.edit, upload=said.given["file"])


def _attach_letter(said: Written) -> Any:
    return drafting.attach_letter(
        **said.edit, upload=said.given["file"], dated_on=said.given["dated_on"]
    )


def _ask_waiver(said: Written) -> Any:
    return waivers.ask_waiver(**said.edit, **said.given)


def _attach_report(said: Written) -> Any:
    return reporting.attach_report(**_timeless(said), upload=said.given["file"])


def _open_to_terms(pledge: Pledge) -> bool:
    return pledge.state in OPEN_TO_TERMS and pledge.signed_at is None


def _open_to_papers(pledge: Pledge) -> bool:
    return pledge.state in OPEN_TO_PAPERS and pledge.signed_at is None


TERMS: dict[str, Any] = {"by": BY_COFINANCING, "at": _open_to_terms}
PAPERS: dict[str, Any] = {"by": BY_COFINANCING, "at": _open_to_papers}

OF_PLEDGES = (
    Writing(
        name="attach_letter",
        title=_("Attach the donor's letter"),
        inputs=LetterInput,
        call=_attach_letter,
        by=BY_COFINANCING,
        at=lambda pledge: pledge.state == PledgeState.DRAFT and pledge.on_letter,
        hint=_("UNODC announces in a donor's name on it alone; its date is the value date."),
    ),
    Writing(
        name="answer_checklist",
        title=_("Answer the acceptance checklist"),
        inputs=ChecklistInput,
        call=_answer_checklist,
        initial=_answers_of,
        hint=_("The points of regulation 3.12; whoever answers does not clear the pledge."),
        **TERMS,
    ),
    Writing(
        name="set_terms",
        title=_("Set the terms"),
        inputs=TermsInput,
        call=_set_terms,
        initial=_terms_of,
        hint=_("A rate of 0.13 is 13 per cent; any other needs an approved waiver."),
        **TERMS,
    ),
    Writing(
        name="add_instalment",
        title=_("Add an instalment"),
        inputs=InstalmentInput,
        call=_add_instalment,
        hint=_("Gross, in the currency of the pledge; instalments add up to its amount."),
        **PAPERS,
    ),
    Writing(
        name="change_instalment",
        title=_("Change the instalment"),
        inputs=InstalmentChange,
        call=_change_instalment,
        initial=_instalment_before,
        part=_instalment,
        of_part=True,
        **PAPERS,
    ),
    Writing(
        name="remove_instalment",
        title=_("Remove the instalment"),
        inputs=Inputs,
        call=_remove_instalment,
        part=_instalment,
        of_part=True,
        **PAPERS,
    ),
    Writing(
        name="schedule_reports",
        title=_("Schedule the reports"),
        inputs=ScheduleInput,
        call=_schedule_reports,
        initial=_schedule_of,
        hint=_("Which reports the donor receives and when. Empty a line to take it out."),
        **PAPERS,
    ),
    Writing(
        name="attach_agreement",
        title=_("Attach the agreement"),
        inputs=FileInput,
        call=_attach_agreement,
        hint=_("The file both sides sign; another replaces it until the donor has signed."),
        **PAPERS,
    ),
    Writing(
        name="ask_waiver",
        title=_("Ask for another support rate"),
        inputs=WaiverInput,
        call=_ask_waiver,
        hint=_("Decided by an approving officer who did not ask for it."),
        **TERMS,
    ),
)

OF_REPORTS = (
    Writing(
        name="attach_report",
        title=_("Attach the report"),
        inputs=FileInput,
        call=_attach_report,
        by=BY_PROGRAMME,
        at=lambda report: report.state in OWED,
        hint=_("Another file replaces it until the report is submitted."),
    ),
)
