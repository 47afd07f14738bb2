"""The codes of the rooms below, which know no HTTP, and of the reading of bodies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from web.catalogue import Entry, declare, explain_constraint

COMMON = (
    Entry("currency_not_accounted", 422, _("No amounts are kept in this currency.")),
    Entry("currency_unknown", 422, _("This is not an ISO 4217 currency.")),
    Entry("factor_invalid", 422, _("A factor must be an exact and finite number.")),
    Entry("weights_invalid", 422, _("Shares need weights, none below nothing.")),
    Entry(
        "not_canonical",
        422,
        _("A value cannot be written in one exact form, so it cannot be signed or hashed."),
    ),
    Entry("reference_exhausted", 422, _("No reference can be given for this number.")),
)
REFERENCE = (
    Entry("rate_not_implied", 422, _("No rate follows from these amounts.")),
    Entry("rates_contradict", 422, _("The file contradicts itself or what is booked.")),
    Entry("rates_currency", 422, _("The file names a currency nobody knows.")),
    Entry("rates_date", 422, _("The file has a date that cannot be read.")),
    Entry("rates_doctype", 422, _("The file declares a document type, which is not accepted.")),
    Entry("rates_empty", 422, _("The file holds no rate.")),
    Entry("rates_malformed", 422, _("The file cannot be read.")),
    Entry("rates_number", 422, _("The file has a rate that is not a number.")),
    Entry("rates_too_large", 422, _("The file is too large to be true.")),
)
ACCOUNTS = (
    Entry("not_to_oneself", 403, _("Nobody gives a role to themselves.")),
    Entry("second_person_needed", 403, _("A second administrator must confirm this.")),
    Entry("account_closed", 409, _("This account is closed already.")),
    Entry("account_open", 409, _("This account is open already.")),
    Entry(
        "not_ones_own_account",
        403,
        _("Nobody closes their own account: ask another administrator."),
    ),
    Entry("grant_decided", 409, _("This grant was decided already.")),
    Entry("grant_revoked", 409, _("This grant was revoked already.")),
    Entry("invitation_decided", 409, _("This invitation was decided already, or is too old.")),
    Entry("ends_before_it_begins", 422, _("A grant ends after it begins.")),
    Entry("network_invalid", 422, _("Write networks like 192.0.2.0/24 or 2001:db8::/32.")),
    Entry("password_wrong", 422, _("Give the password the account has now.")),
    Entry("role_granted_already", 422, _("This role is granted already.")),
    Entry("role_not_for_kind", 422, _("Members of this organisation cannot hold this role.")),
    Entry("role_not_held", 422, _("This choice is not open to you.")),
    Entry("role_unknown", 422, _("There is no such role.")),
    Entry("roles_incompatible", 422, _("These roles cannot be held by one person.")),
    Entry("scope_unknown", 422, _("This choice is not open to you.")),
    Entry("time_zone_unknown", 422, _("There is no such time zone.")),
    Entry("token_terms_invalid", 422, _("A token needs a scope, and lives 1 to 366 days.")),
)
BODIES = (
    Entry("duplicate_member", 400, _("A member of an object is given twice.")),
    Entry(
        "lone_surrogate",
        400,
        _("The body contains an incomplete Unicode character (a lone surrogate)."),
    ),
    Entry("nested_too_deep", 400, _("The body is nested too deeply.")),
    Entry("not_a_number", 400, _("NaN and Infinity are not JSON.")),
    Entry("nul_character", 400, _("The body contains a NUL character.")),
    Entry("number_too_large", 400, _("A number in the body is too large to be true.")),
    Entry("field_unknown", 400, _("There is no such field here.")),
)
CONSTRAINTS = {
    "one_live_grant_per_role": ("role_granted_already", _("This role is granted already.")),
    "nobody_grants_to_oneself": ("not_to_oneself", _("Nobody gives a role to themselves.")),
    "a_second_person_confirms": (
        "second_person_needed",
        _("A second administrator must confirm this."),
    ),
    "guard_state": ("state_moved", _("The database refuses this step from this state.")),
    "append_only": ("append_only", _("What was recorded is never changed or removed.")),
}


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("common", *COMMON)
    declare("reference", *REFERENCE)
    declare("accounts", *ACCOUNTS)
    declare("web", *BODIES)
    for name, (code, title) in CONSTRAINTS.items():
        explain_constraint(name, code=code, title=title, room="database")
