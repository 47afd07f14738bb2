"""Who is told what when a promise or its money moves; silence is said out loud.

A donor hears of its own pledges and allotments only; a requesting State of none of them: it reads
three totals on its request (DOMAIN 2.1 and 4.10).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.audiences import Audience, members, named, staff
from messaging.rules import SILENT, Decision, Tell, register

DONOR = members("organisation_id", "donor_rep", "donor_authority")
DONOR_AUTHORITY = members("organisation_id", "donor_authority")
COFINANCING = staff("cofinancing_officer")
DUE_DILIGENCE_OFFICERS = staff("due_diligence_officer")
CERTIFIERS = staff("certifying_officer")
APPROVERS = staff("approving_officer")
TREASURY = staff("treasury_officer")
PROGRAMME = staff("programme_officer")


def _tell(*pairs: tuple[Audience, Any]) -> Decision:
    return tuple(Tell(audience, sentence) for audience, sentence in pairs)


PLEDGE: dict[str, Decision] = {
    "create": SILENT,
    "announce": _tell(
        (COFINANCING, _("A pledge was announced.")),
        (DONOR, _("Your pledge was announced to UNODC. Thank you.")),
    ),
    "begin_due_diligence": _tell(
        (DUE_DILIGENCE_OFFICERS, _("A donor is to be examined before its pledge goes on.")),
        (DONOR, _("UNODC has begun the examination that its rules ask for.")),
    ),
    "clear_due_diligence": _tell(
        (COFINANCING, _("A donor has passed due diligence.")),
        (DONOR, _("The examination is concluded; negotiation can begin.")),
    ),
    "refuse": _tell(
        (DONOR, _("UNODC cannot accept your pledge.")),
        (COFINANCING, _("A pledge was refused after due diligence.")),
    ),
    "negotiate": _tell((DONOR, _("UNODC takes your pledge up for negotiation."))),
    "approve_clauses": _tell((COFINANCING, _("The clauses of a pledge are approved."))),
    "fulfil_condition": _tell(
        (DONOR, _("Others have signed: the condition of your pledge is met.")),
        (COFINANCING, _("The condition of a pledge is met.")),
    ),
    "remind_of_condition": _tell(
        (DONOR, _("The day by which the condition of your pledge must be met is near.")),
        (COFINANCING, _("The day of a donor's condition is near.")),
    ),
    "lapse_condition": _tell(
        (DONOR, _("Your pledge has expired: its condition was not met in time.")),
        (COFINANCING, _("A conditional pledge has expired.")),
    ),
    "meet_condition": _tell((DONOR, _("UNODC records that the condition of your pledge is met."))),
    "agree_in_part": _tell(
        (
            DONOR,
            _("A part of your pledge goes on to an agreement. Read what became of the rest."),
        ),
        (COFINANCING, _("A pledge goes on to an agreement in part.")),
    ),
    "stand_apart": SILENT,
    "clear": _tell(
        (DONOR_AUTHORITY, _("An agreement is cleared for your signature.")),
        (COFINANCING, _("A pledge is cleared for signature.")),
    ),
    "sign": _tell(
        (APPROVERS, _("A signed agreement waits for acceptance.")),
        (COFINANCING, _("A donor has signed an agreement.")),
    ),
    "take_back_signature": _tell((COFINANCING, _("A donor has taken its signature back."))),
    "accept": _tell(
        (DONOR, _("UNODC has accepted your agreement. Thank you.")),
        (TREASURY, _("Instalments of a new contribution are expected.")),
        (COFINANCING, _("An agreement was accepted; a contribution is open.")),
    ),
    "record_receipt": _tell(
        (DONOR, _("UNODC has received a payment from you. Thank you.")),
        (COFINANCING, _("A payment was received and can be allotted.")),
    ),
    "record_published_pledge": SILENT,
    "record_published_commitment": SILENT,
    "record_published_receipt": SILENT,
    "amend": SILENT,
    "reopen_receipts": SILENT,
    "note_application": SILENT,
    "complete_receipts": _tell((DONOR, _("Your contribution has arrived in full. Thank you."))),
    "close": _tell((DONOR, _("Your contribution is closed."))),
    "publish": SILENT,
    "keep_private": _tell((COFINANCING, _("A donor has taken back that its pledge is public."))),
    "withdraw": _tell((COFINANCING, _("A donor has withdrawn its pledge."))),
    "decline": _tell((DONOR, _("UNODC declines your pledge. Please read why."))),
    "remind": _tell(
        (DONOR, _("Your pledge is about to expire.")),
        (COFINANCING, _("A pledge is about to expire.")),
    ),
    "expire": _tell(
        (DONOR, _("Your pledge has expired.")), (COFINANCING, _("A pledge has expired."))
    ),
}

INSTALMENT: dict[str, Decision] = {
    "create": SILENT,
    "give_evidence": _tell(
        (PROGRAMME, _("Evidence for an instalment waits for a second person.")),
        (COFINANCING, _("Evidence of a milestone was given.")),
    ),
    "accept_evidence": _tell(
        (DONOR, _("A milestone of your agreement is reached; the next instalment can be paid.")),
        (TREASURY, _("An instalment can be claimed.")),
    ),
    "return_evidence": _tell(
        (named("created_by_id"), _("Evidence for an instalment was returned.")),
        (PROGRAMME, _("Evidence for an instalment was returned. Please read why.")),
    ),
    "ask_waiver": _tell((APPROVERS, _("A waiver of a milestone waits for your decision."))),
    "waive": _tell(
        (DONOR, _("UNODC asks for the next instalment without its milestone.")),
        (named("waiver_asked_by_id"), _("The milestone is waived.")),
        (TREASURY, _("An instalment can be claimed.")),
    ),
    "refuse_waiver": _tell((COFINANCING, _("The waiver of a milestone is refused."))),
    "open_claim": SILENT,
    "settle": SILENT,
    "flag_overdue": _tell(
        (DONOR, _("An instalment of your agreement is overdue.")),
        (named("relationship_owner_id"), _("An instalment of a donor you look after is overdue.")),
        (TREASURY, _("An instalment is overdue.")),
    ),
    "cancel": SILENT,
}

AMENDMENT: dict[str, Decision] = {
    "create": _tell(
        (COFINANCING, _("An amendment of an agreement is being written.")),
        (DONOR, _("An amendment of your agreement is being written.")),
    ),
    "offer": _tell(
        (DONOR_AUTHORITY, _("An amendment of your agreement waits for your signature."))
    ),
    "sign": _tell(
        (APPROVERS, _("A signed amendment waits for acceptance.")),
        (COFINANCING, _("A donor has signed an amendment.")),
    ),
    "accept": _tell(
        (DONOR, _("UNODC has accepted the amendment of your agreement; it is in force.")),
        (TREASURY, _("The instalments of a contribution were amended.")),
        (COFINANCING, _("An amendment is in force.")),
    ),
    "take_back": _tell((DONOR, _("UNODC corrects an amendment; it will be offered again."))),
    "withdraw": _tell(
        (DONOR, _("An amendment of your agreement was withdrawn; the terms stay as they are.")),
        (COFINANCING, _("An amendment was withdrawn.")),
    ),
}

IN_KIND: dict[str, Decision] = {
    "create": SILENT,
    "announce": _tell(
        (COFINANCING, _("A pledge in kind was announced.")),
        (APPROVERS, _("A pledge in kind waits for acceptance.")),
        (DONOR, _("Your pledge in kind was announced to UNODC. Thank you.")),
    ),
    "accept": _tell(
        (DONOR, _("UNODC has accepted your pledge in kind. Thank you.")),
        (PROGRAMME, _("A pledge in kind was accepted; its delivery is expected.")),
    ),
    "report_delivery": _tell((PROGRAMME, _("A delivery of goods waits to be confirmed."))),
    "confirm_part": _tell((DONOR, _("A part of your goods has come. Thank you."))),
    "confirm": _tell((DONOR, _("Your goods have come. Thank you."))),
    "return_report": _tell((PROGRAMME, _("The report of a delivery was returned."))),
    "note_services": _tell((DONOR, _("UNODC notes the services you gave. Thank you."))),
    "end": _tell((DONOR, _("UNODC no longer expects the rest of your pledge in kind."))),
    "withdraw": _tell((COFINANCING, _("A pledge in kind was withdrawn."))),
    "decline": _tell((DONOR, _("UNODC declines your pledge in kind. Please read why."))),
}

DUE_DILIGENCE: dict[str, Decision] = {
    "create": _tell((DUE_DILIGENCE_OFFICERS, _("An examination of a donor was asked for."))),
    "clear": _tell((COFINANCING, _("A donor was cleared."))),
    "clear_with_conditions": _tell((COFINANCING, _("A donor was cleared with conditions."))),
    "refuse": _tell((COFINANCING, _("A donor was refused."))),
    "remind": _tell(
        (DUE_DILIGENCE_OFFICERS, _("The clearance of a donor runs out soon.")),
        (
            named("relationship_owner_id"),
            _("The clearance of a donor you look after runs out soon; ask for a new examination."),
        ),
    ),
    "expire": _tell(
        (DUE_DILIGENCE_OFFICERS, _("The clearance of a donor has run out.")),
        (COFINANCING, _("The clearance of a donor has run out.")),
    ),
}

REPORT_OBLIGATION: dict[str, Decision] = {
    "create": SILENT,
    "submit": _tell((DONOR, _("UNODC has submitted a report to you."))),
    "accept": _tell((PROGRAMME, _("A donor has accepted a report."))),
    "send_back": _tell((PROGRAMME, _("A donor has returned a report. Please read why."))),
    "replace": SILENT,
}

PSC_WAIVER: dict[str, Decision] = {
    "create": _tell((APPROVERS, _("A waiver of the programme support rate is asked for."))),
    "approve": _tell((COFINANCING, _("A waiver of the programme support rate is approved."))),
    "refuse": _tell((COFINANCING, _("A waiver of the programme support rate is refused."))),
}

ALLOTMENT: dict[str, Decision] = {
    "create": _tell((CERTIFIERS, _("An allotment waits to be certified."))),
    "certify": _tell((APPROVERS, _("A certified allotment waits to be released."))),
    "reject": _tell((named("proposed_by_id"), _("The allotment you proposed was rejected."))),
    "release": _tell(
        (DONOR, _("Money of yours was allotted.")),
        (named("proposed_by_id"), _("The allotment you proposed was released.")),
        (TREASURY, _("An allotment was released; obligations may be entered.")),
    ),
    "certify_reversal": _tell((APPROVERS, _("A reversal waits for your decision."))),
    "refuse_reversal": _tell((CERTIFIERS, _("A reversal was refused."))),
    "reverse": _tell(
        (DONOR, _("An allotment of your money was reversed.")),
        (COFINANCING, _("An allotment was reversed; its money is free again.")),
    ),
    "reduce": _tell(
        (DONOR, _("A part of an allotment of your money was reversed.")),
        (COFINANCING, _("A part of an allotment was reversed; its money is free again.")),
    ),
    "obligate": SILENT,
    "deobligate": SILENT,
    "spend": SILENT,
    "close": _tell((COFINANCING, _("An allotment is closed."))),
}


ADJUSTMENT: dict[str, Decision] = {
    "create": _tell((APPROVERS, _("An adjustment of a contribution waits for your decision."))),
    "approve": _tell(
        (DONOR, _("A contribution of yours was adjusted.")),
        (COFINANCING, _("An adjustment of a contribution was approved.")),
        (TREASURY, _("An adjustment of a contribution was approved.")),
    ),
    "refuse": _tell(
        (named("created_by_id"), _("The adjustment you entered was refused. Please read why."))
    ),
}

ACCOUNTING_PERIOD: dict[str, Decision] = {
    "create": _tell((APPROVERS, _("A month is certified and waits to be closed."))),
    "close": _tell(
        (TREASURY, _("A month was closed; nothing is posted in it any more.")),
        (CERTIFIERS, _("A month was closed; nothing is posted in it any more.")),
    ),
    "refuse": _tell((CERTIFIERS, _("The closing of a month was refused. Please read why."))),
}

UNIDENTIFIED_RECEIPT: dict[str, Decision] = {
    "create": _tell((COFINANCING, _("Cash arrived that nobody can place yet."))),
    "identify": SILENT,
}


def register_rules() -> None:
    """Declare the decisions of the room."""
    register("pledge", PLEDGE)
    register("instalment", INSTALMENT)
    register("amendment", AMENDMENT)
    register("in_kind", IN_KIND)
    register("due_diligence", DUE_DILIGENCE)
    register("report_obligation", REPORT_OBLIGATION)
    register("psc_waiver", PSC_WAIVER)
    register("allotment", ALLOTMENT)
    register("adjustment", ADJUSTMENT)
    register("accounting_period", ACCOUNTING_PERIOD)
    register("unidentified_receipt", UNIDENTIFIED_RECEIPT)
