"""The codes with which services and constraints of money refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from donors.lifecycle.adjustment import MONTH_OPEN
from donors.lifecycle.allotment_guards import WITHIN_CAP, WITHIN_OBLIGATED, WITHIN_RELEASED
from donors.lifecycle.duties import ONE_DUTY_EACH
from donors.lifecycle.period import NOTHING_WAITS
from web.catalogue import Entry, declare, explain_constraint

KNOWN = _("A receipt with this bank reference is already recorded.")
PENDING = _("An adjustment of this kind already waits for a decision.")
REFUSED = (
    ("bank_reference_missing", _("Give the reference of the bank.")),
    ("bank_reference_known", KNOWN),
    ("value_date_in_future", _("The value date lies in the future.")),
    ("charges_negative", _("Bank charges cannot be below nothing.")),
    ("rate_not_implied", _("An amount and its value in US dollars must agree in sign.")),
    ("milestone_of_another_request", _("The milestone is not one of this request.")),
    ("adjustment_unexplained", _("Say why the money is to be adjusted.")),
    ("refund_source_missing", _("A refund, and nothing else, names the cash it is paid from.")),
    ("donor_word_missing", _("Say where the donor agreed to this.")),
    ("target_does_not_fit", _("The other contribution is of another donor or currency.")),
    ("currency_differs", _("The pledge is in another currency than the cash.")),
    ("price_impossible", _("Give an amount above nothing.")),
    ("month_invalid", _("Give a month as year and month, such as 2026-10.")),
    ("reference_not_plain", _("Give the number in plain letters and digits.")),
    ("allotment_of_another", _("The allotment is not one of this contribution.")),
    ("history_contradicts", _("The file changes years that are already kept.")),
    ("reference_known", _("This number is noted already.")),
)
CONSTRAINTS = (
    ("allotted_within_cash_received", WITHIN_CAP.code, WITHIN_CAP.sentence),
    ("obligations_within_released", WITHIN_RELEASED.code, WITHIN_RELEASED.sentence),
    ("expenditures_within_obligations", WITHIN_OBLIGATED.code, WITHIN_OBLIGATED.sentence),
    ("one_receipt_per_bank_reference", "bank_reference_known", KNOWN),
    ("an_allotment_takes_three_people", "separation_of_duties", ONE_DUTY_EACH),
    ("whoever_certifies_never_approves", "separation_of_duties", ONE_DUTY_EACH),
    ("period_is_open", MONTH_OPEN.code, MONTH_OPEN.sentence),
    ("nothing_waits_in_a_closed_month", NOTHING_WAITS.code, NOTHING_WAITS.sentence),
    ("one_open_adjustment_of_a_kind", "adjustment_pending", PENDING),
    ("an_adjustment_takes_two_people", "separation_of_duties", ONE_DUTY_EACH),
    ("a_month_takes_two_people", "separation_of_duties", ONE_DUTY_EACH),
    ("the_relationship_owner_enters_no_spending", "separation_of_duties", ONE_DUTY_EACH),
    ("the_relationship_owner_enters_no_receipt", "separation_of_duties", ONE_DUTY_EACH),
)


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("donors", *(Entry(code, 422, title) for code, title in REFUSED))
    declare("donors", Entry("month_known", 409, _("This month is certified or closed already.")))
    for name, code, title in CONSTRAINTS:
        explain_constraint(name, code=code, title=title, room="donors")
