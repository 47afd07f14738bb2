"""The codes with which services and constraints of money refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from donors.lifecycle.allotment import WITHIN_CAP, WITHIN_OBLIGATED, WITHIN_RELEASED
from donors.lifecycle.duties import ONE_DUTY_EACH
from web.catalogue import Entry, declare, explain_constraint

KNOWN = _("A receipt with this bank reference is already recorded.")
REFUSED = (
    ("bank_reference_missing", _("Give the reference of the bank.")),
    ("bank_reference_known", KNOWN),
    ("value_date_in_future", _("The value date lies in the future.")),
    ("charges_negative", _("Bank charges cannot be below nothing.")),
)
CONSTRAINTS = (
    ("allotted_within_cash_received", WITHIN_CAP.code, WITHIN_CAP.sentence),
    ("obligations_within_released", WITHIN_RELEASED.code, WITHIN_RELEASED.sentence),
    ("expenditures_within_obligations", WITHIN_OBLIGATED.code, WITHIN_OBLIGATED.sentence),
    ("one_receipt_per_bank_reference", "bank_reference_known", KNOWN),
    ("an_allotment_takes_three_people", "separation_of_duties", ONE_DUTY_EACH),
    ("whoever_certifies_never_approves", "separation_of_duties", ONE_DUTY_EACH),
    ("the_relationship_owner_enters_no_receipt", "separation_of_duties", ONE_DUTY_EACH),
)


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("donors", *(Entry(code, 422, title) for code, title in REFUSED))
    for name, code, title in CONSTRAINTS:
        explain_constraint(name, code=code, title=title, room="donors")
