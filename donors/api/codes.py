"""The codes with which the room's services and constraints refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from donors.lifecycle.duties import ONE_DUTY_EACH
from donors.lifecycle.in_kind import FITS
from donors.models.amendment import DIFFERENT_PEOPLE as OF_AMENDMENTS
from donors.models.pledge_rules import DIFFERENT_PEOPLE
from web.catalogue import Entry, declare, explain_constraint

REFUSED = (
    ("amount_missing", 422, _("Give an amount above nothing.")),
    ("currency_unknown", 422, _("No pledge can be given in this currency.")),
    ("donor_unknown", 422, _("There is no such donor.")),
    ("not_extrabudgetary", 422, _("Only extrabudgetary money may be pledged.")),
    ("purpose_unknown", 422, _("This is not known, or not known to this donor.")),
    ("component_elsewhere", 422, _("A component must belong to the request that is named.")),
    ("modality_elsewhere", 422, _("This modality does not belong to the earmarking category.")),
    (
        "condition_incomplete",
        422,
        _("Give words, a figure, a day and the request others must sign for."),
    ),
    ("letter_in_future", 422, _("A letter cannot be dated in the future.")),
    ("file_size", 422, _("A file must not be empty, nor larger than 20 MB.")),
    ("file_kind", 422, _("Give a PDF, PNG or JPEG file.")),
    ("ends_before_start", 422, _("The last day is before the first.")),
    ("clauses_missing", 422, _("Write the clauses that are not standard.")),
    ("report_schedule_invalid", 422, _("Give at most 100 reports, each of a known kind.")),
    ("waiver_unexplained", 422, _("A waiver needs the clause that allows it and the reason.")),
    ("waiver_pending", 409, _("A waiver for this pledge is already waiting for a decision.")),
    ("examination_pending", 409, _("An examination of this donor is already under way.")),
    ("item_unknown", 422, _("Goods are given for an item line of the request.")),
    ("quantity_missing", 422, _("Give a quantity above nothing.")),
    ("motive_missing", 422, _("Say why the terms change.")),
    ("too_many_instalments", 422, _("Give at most 100 instalments.")),
    ("amendment_open", 409, _("Another amendment of this agreement is open.")),
    ("already_signed", 409, _("The donor has signed; what is signed is not changed.")),
)


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("donors", *(Entry(code, status, title) for code, status, title in REFUSED))
    for rule in (*DIFFERENT_PEOPLE, *OF_AMENDMENTS):
        explain_constraint(
            rule.name, code="separation_of_duties", title=ONE_DUTY_EACH, room="donors"
        )
    explain_constraint("line_is_not_overgiven", code=FITS.code, title=FITS.sentence, room="donors")
    for name in (
        "evidence_accepted_by_another",
        "milestone_waived_by_another",
        "in_kind_accepted_by_another",
        "in_kind_accepted_by_no_examiner",
        "delivery_confirmed_by_another",
    ):
        explain_constraint(name, code="separation_of_duties", title=ONE_DUTY_EACH, room="donors")
    explain_constraint(
        "schedule_adds_up",
        code="instalments_do_not_add_up",
        title=_("The instalments must add up to the amount."),
        room="donors",
    )
