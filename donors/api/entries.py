"""What the staff begin by hand: pledges of letters, examinations, money that is entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from donors.api.amendment_inputs import AmendmentInput
from donors.api.ledger_inputs import (
    AdjustmentInput,
    PeriodInput,
    ReferenceInput,
    UnidentifiedInput,
    wanted_of,
)
from donors.api.money_inputs import ProposeInput
from donors.api.promise_inputs import DraftInput, OpenExaminationInput, values_of
from donors.choices.adjustments import ReferenceKind
from donors.choices.promises import IN_FORCE
from donors.models import (
    AccountingPeriod,
    Adjustment,
    Allotment,
    Amendment,
    Contribution,
    DueDiligence,
    ExternalReference,
    Pledge,
    UnidentifiedReceipt,
)
from donors.policies.money import BY_CERTIFYING, BY_TREASURY
from donors.policies.promises import BY_COFINANCING
from donors.services import (
    adjustments,
    allotments,
    amendments,
    drafting,
    examination,
    periods,
    unidentified,
)
from donors.services.external_references import note_reference
from web.entries import Entry, Written, declare_entries
from workflows.moves import Policy

EMPTY: Final[tuple[Any, ...]] = (None, "", [])
OF_CONTRIBUTION: Final[Mapping[type[Model], str]] = {Contribution: "contribution"}

BY_EITHER: Final = Policy(
    roles=(*BY_TREASURY.roles, *BY_CERTIFYING.roles),
    sentence=_("Only a treasury or a certifying officer can do this."),
)
"""Whose form it is; which of the two enters which kind is for the service to say."""


def _draft(said: Written) -> Pledge:
    donor = said.given.pop("organisation", None)
    values = values_of(said.given)
    return drafting.draft(values=values, organisation_id=donor, **said.begin)


def _examine(said: Written) -> DueDiligence:
    donor = said.given["organisation"]
    return examination.open_due_diligence(organisation_id=donor, **said.begin)


def _adjust(said: Written) -> Adjustment:
    held = said.given["contribution"]
    return adjustments.enter(contribution_id=held, wanted=wanted_of(said.given), **said.begin)


def _suspend(said: Written) -> UnidentifiedReceipt:
    return unidentified.enter_unidentified(**said.given, **said.begin)


def _certify_month(said: Written) -> AccountingPeriod:
    return periods.certify(month=said.given["month"], **said.begin)


def _note(said: Written) -> ExternalReference:
    given = said.given
    return note_reference(
        contribution_id=given["contribution"],
        allotment_id=given.get("allotment"),
        kind=ReferenceKind(given["kind"]),
        value=given["value"],
        **said.begin,
    )


def _propose(said: Written) -> Allotment:
    given = said.given
    return allotments.propose(
        contribution_id=given["contribution"],
        component_id=given["component"],
        gross=given["gross"],
        **said.begin,
    )


def terms_in(given: dict[str, Any]) -> tuple[str, amendments.Changes]:
    """Return why and what changes: what a form leaves empty stays as it is."""
    changes: Any = {name: value for name, value in given.items() if value not in EMPTY}
    return changes.pop("motive", ""), changes


def _amend(said: Written) -> Amendment:
    pledge = said.given.pop("pledge")
    motive, changes = terms_in(said.given)
    return amendments.draft(pk=pledge, motive=motive, changes=changes, **said.begin)


FROM_A_LETTER: Final = Entry(
    name="from_letter",
    title=_("Write a pledge down from a letter"),
    hint=_("Attach the letter next: UNODC announces in a donor's name on it alone."),
    inputs=DraftInput,
    call=_draft,
    by=BY_COFINANCING,
)
EXAMINE: Final = Entry(
    name="examine",
    title=_("Ask for the examination of a donor"),
    hint=_("Donors that are neither States nor United Nations entities."),
    inputs=OpenExaminationInput,
    call=_examine,
    by=BY_COFINANCING,
)
ADJUST: Final = Entry(
    name="adjust",
    title=_("Enter an adjustment"),
    hint=_(
        "Write-down, refund, application, reprogramming, levy or revaluation: another officer "
        "approves it."
    ),
    inputs=AdjustmentInput,
    call=_adjust,
    by=BY_EITHER,
    about=OF_CONTRIBUTION,
)
SUSPEND: Final = Entry(
    name="suspend",
    title=_("Enter unidentified cash"),
    hint=_("Cash nobody can place yet: it is not allotted before it is identified."),
    inputs=UnidentifiedInput,
    call=_suspend,
    by=BY_TREASURY,
)
CERTIFY_MONTH: Final = Entry(
    name="certify_month",
    title=_("Certify a month for closing"),
    hint=_(
        "Everything of the month is posted. Once another officer closes it, nothing more is "
        "posted in it."
    ),
    inputs=PeriodInput,
    call=_certify_month,
    by=BY_CERTIFYING,
)
NOTE_REFERENCE: Final = Entry(
    name="note_reference",
    title=_("Note an external reference"),
    hint=_("By which number another system knows a contribution or an allotment."),
    inputs=ReferenceInput,
    call=_note,
    by=BY_TREASURY,
    about=OF_CONTRIBUTION,
)
PROPOSE: Final = Entry(
    name="propose",
    title=_("Propose an allotment"),
    hint=_("It reserves nothing until it is certified."),
    inputs=ProposeInput,
    call=_propose,
    by=BY_COFINANCING,
    about=OF_CONTRIBUTION,
)
AMEND: Final = Entry(
    name="amend",
    title=_("Ask for an amendment"),
    hint=_(
        "Fill in only what is to change. Instalments and reports replace those still to come; "
        "nothing changes before the donor has signed and UNODC has accepted."
    ),
    inputs=AmendmentInput,
    call=_amend,
    by=BY_COFINANCING,
    at=lambda pledge: str(pledge.state) in IN_FORCE,
    about={Pledge: "pledge"},
)


def declare() -> None:
    """Make the entries known; called when the room is ready."""
    for model, entry in (
        (DueDiligence, EXAMINE),
        (Adjustment, ADJUST),
        (UnidentifiedReceipt, SUSPEND),
        (AccountingPeriod, CERTIFY_MONTH),
        (ExternalReference, NOTE_REFERENCE),
        (Allotment, PROPOSE),
    ):
        declare_entries(model, begun=(entry,))
