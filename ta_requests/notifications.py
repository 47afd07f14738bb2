"""Who is told what when a request, an assessment or a delivery moves; silence is said out loud.

The sentences name no case: a letter carries a reference and a link (DOMAIN 4.10 holds in the
mail too). Whoever took the step is not told of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from messaging.audiences import Audience, Group, members, named, staff
from messaging.rules import SILENT, Decision, Tell, register
from ta_requests.choices.request import ConsentClass
from ta_requests.models import Assessor

STATE = members("organisation_id", "ms_drafter", "ms_authority")
AUTHORITY = members("organisation_id", "ms_authority")
OFFICERS = staff("programme_officer")
CHIEFS = staff("section_chief")
CASE_STAFF = staff("programme_officer", "section_chief")
APPROVERS = staff("approving_officer")
MONEY_STAFF = staff("cofinancing_officer")
DONOR_ROLES = frozenset({"donor_rep", "donor_authority"})


def team(assessment: Any) -> Iterable[Group]:
    """Return the assessors named for an assessment."""
    people = Assessor.objects.filter(assessment_id=assessment.pk)
    yield Group(people=frozenset(people.values_list("person_id", flat=True)))


def case_staff_once_filed(request: Any) -> Iterable[Group]:
    """Return the officers of the case; a draft is the mission's own business."""
    if request.submitted_at is not None:
        yield from CASE_STAFF(request)


def donors_in_consent(request: Any) -> Iterable[Group]:
    """Return the donors the State consented to, nobody else (DOMAIN 4.10)."""
    if request.consent_class == ConsentClass.SECRETARIAT:
        return
    if request.consent_class == ConsentClass.NAMED_DONORS:
        places = request.namings.values_list("organisation_id", flat=True)
    else:
        others = Organisation.objects.exclude(kind=OrganisationKind.UNODC)
        places = others.values_list("pk", flat=True)
    yield Group(organisations=frozenset(places), roles=DONOR_ROLES)


def _tell(*pairs: tuple[Audience, Any]) -> Decision:
    return tuple(Tell(audience, sentence) for audience, sentence in pairs)


def _all(*names: str) -> dict[str, Decision]:
    return dict.fromkeys(names, SILENT)


REQUEST: dict[str, Decision] = {
    **_all("create", "record_assessed", "return_objected", "cancel_assessment"),
    "choose_consent": _tell(
        (case_staff_once_filed, _("A State has decided who may see its request."))
    ),
    "countersign": SILENT,
    "submit": _tell(
        (OFFICERS, _("A request was submitted and waits to be acknowledged.")),
        (STATE, _("Your request was submitted to UNODC.")),
    ),
    "submit_transcribed": _tell(
        (STATE, _("UNODC has written down and filed a request from your note on paper.")),
        (OFFICERS, _("A request was filed from paper and waits to be acknowledged.")),
    ),
    "acknowledge": _tell(
        (STATE, _("UNODC acknowledges your request.")),
        (CHIEFS, _("A request was acknowledged and waits for a decision.")),
    ),
    "send_back": _tell((STATE, _("UNODC returned your request. Please read why."))),
    "reopen_draft": SILENT,
    "request_information": _tell((STATE, _("UNODC has a question about your request."))),
    "answer": _tell((CASE_STAFF, _("The State has answered a question."))),
    "warn_of_lapse": _tell(
        (STATE, _("Your request is about to lapse because a question is not answered."))
    ),
    "renew": _tell((OFFICERS, _("A lapsed request was renewed by its State."))),
    "lapse": _tell(
        (STATE, _("Your request has lapsed. You can bring it back at any time.")),
        (OFFICERS, _("A request has lapsed.")),
    ),
    "decline": _tell((STATE, _("UNODC has declined your request. Please read why."))),
    "propose_referral": _tell(
        (AUTHORITY, _("UNODC proposes to refer your request and asks for your consent."))
    ),
    "consent_to_referral": _tell((CHIEFS, _("The State consents to the referral."))),
    "refer": _tell((STATE, _("UNODC has referred your request to another provider."))),
    "begin_assessment": _tell((STATE, _("The needs assessment of your request begins."))),
    "reassess": _tell((STATE, _("UNODC assesses the needs of your request again."))),
    "seek_funding": _tell(
        (STATE, _("UNODC seeks funding for your request.")),
        (MONEY_STAFF, _("Funding is sought for a request.")),
    ),
    "show_to_donors": _tell(
        (donors_in_consent, _("A State shares an assessed need with you.")),
        (MONEY_STAFF, _("A request is now shown to donors.")),
        (STATE, _("Your request is now shown to the donors you chose.")),
    ),
    "fund": _tell(
        (STATE, _("The first phase of your request is funded.")),
        (CASE_STAFF, _("A request is funded; its work plan can be agreed.")),
    ),
    "unfund": _tell(
        (CASE_STAFF, _("A request is no longer fully funded.")),
        (MONEY_STAFF, _("A request is no longer fully funded.")),
        (STATE, _("The first phase of your request is no longer fully funded.")),
    ),
    "ask_still_needed": _tell((STATE, _("Please say whether the assistance is still needed."))),
    "confirm_still_needed": _tell((CHIEFS, _("The State confirms that its need remains."))),
    "reaffirm": _tell((CHIEFS, _("A State has taken a lapsed request up again."))),
    "start_delivery": _tell((STATE, _("The delivery of the assistance begins."))),
    "suspend": _tell(
        (STATE, _("The delivery is suspended. Please read why.")),
        (CASE_STAFF, _("A delivery is suspended; no new obligations may be entered.")),
    ),
    "resume": _tell((STATE, _("The delivery goes on.")), (CASE_STAFF, _("A delivery goes on."))),
    "terminate": _tell(
        (STATE, _("The delivery was terminated. Please read why.")),
        (APPROVERS, _("A delivery was terminated; its accounts are to be settled.")),
    ),
    "complete": _tell(
        (STATE, _("The delivery is complete. Please tell us what you think of it.")),
        (APPROVERS, _("A request is complete and can be closed once its accounts are settled.")),
    ),
    "close": _tell((STATE, _("Your request is closed.")), (CASE_STAFF, _("A request is closed."))),
    "withdraw": _tell(
        (CASE_STAFF, _("A State has withdrawn its request.")),
        (MONEY_STAFF, _("A State has withdrawn its request.")),
    ),
    "withdraw_with_refund_plan": _tell(
        (STATE, _("Your request was withdrawn as you wished, with a refund plan.")),
        (MONEY_STAFF, _("A request was withdrawn with a refund plan.")),
    ),
}

CIRCULATION: dict[str, Decision] = {
    "create": _tell(
        (
            STATE,
            _("Your needs are about to be shown to donors. You may object until the deadline."),
        )
    ),
    "circulate": SILENT,
    "object": _tell((CASE_STAFF, _("A State objects to showing its needs to donors."))),
    "end": SILENT,
}

ASSESSMENT: dict[str, Decision] = {
    "create": _tell((team, _("You are named as an assessor. Please declare your interests."))),
    "assign": _tell((team, _("The team of an assessment you belong to has changed."))),
    "begin": SILENT,
    "relieve": SILENT,
    "declare": _tell((CHIEFS, _("An assessor has declared interests."))),
    "submit_draft": _tell((CHIEFS, _("A draft report is ready for your decision."))),
    "send_to_state": _tell(
        (STATE, _("A report on your needs waits for your validation. Silence will be agreement."))
    ),
    "comment": _tell((CHIEFS, _("The State has commented on a report."))),
    "validate_report": _tell((CHIEFS, _("The State has validated a report."))),
    "return_report": _tell(
        (team, _("The State has returned the report. Please read why.")),
        (CHIEFS, _("The State has returned a report.")),
    ),
    "resume_work": SILENT,
    "note_silence": _tell(
        (CHIEFS, _("The time for comments on a report has passed in silence.")),
        (STATE, _("The time for comments on the report has passed.")),
    ),
    "override_priority": SILENT,
    "finalise": _tell((STATE, _("The assessment of your needs is final."))),
    "cancel": _tell(
        (team, _("The assessment you worked on was cancelled.")),
        (STATE, _("The assessment of your needs was cancelled.")),
    ),
    "supersede": SILENT,
}

DELIVERY: dict[str, Decision] = {
    "create": _tell((OFFICERS, _("A work plan can now be written for a funded request."))),
    "agree_plan": _tell((CASE_STAFF, _("The State agrees to the work plan."))),
    "approve": _tell((STATE, _("The work plan is approved."))),
    "reopen_plan": _tell(
        (AUTHORITY, _("The work plan was opened again; please agree to it anew."))
    ),
    **_all("begin", "suspend", "resume", "cancel"),
    "notice_output": _tell(
        (STATE, _("An output is ready for your acceptance. Silence will be acceptance."))
    ),
    "accept_output": _tell((OFFICERS, _("The State has accepted an output."))),
    "contest_output": _tell((CASE_STAFF, _("The State contests an output."))),
    "waive_output": _tell((STATE, _("The acceptance of an output was waived. Please read why."))),
    "accept_output_by_silence": _tell(
        (STATE, _("An output counts as accepted, because the time to object has passed.")),
        (OFFICERS, _("An output counts as accepted after silence.")),
    ),
    "close_operationally": _tell((APPROVERS, _("A delivery is operationally closed."))),
    "close_financially": SILENT,
    "give_feedback": _tell((CASE_STAFF, _("The State has told what it thinks of the assistance."))),
    "remind_follow_up": _tell((OFFICERS, _("A follow-up is due."))),
    "record_follow_up": _tell((STATE, _("UNODC has recorded the follow-up."))),
}

MILESTONE: dict[str, Decision] = {
    "create": SILENT,
    "give_evidence": _tell((CASE_STAFF, _("Evidence for a milestone waits for a second person."))),
    "accept": _tell((named("evidence_by_id"), _("The evidence you gave was accepted."))),
    "return_evidence": _tell((OFFICERS, _("Evidence was returned. Please read why."))),
}

MATERIAL_ITEM: dict[str, Decision] = {
    "create": SILENT,
    **_all("ship", "arrive"),
    "present_certificate": _tell(
        (AUTHORITY, _("A certificate of handover waits for your signature."))
    ),
    "hand_over": _tell((OFFICERS, _("The State has signed for the goods."))),
    "hand_over_part": _tell((OFFICERS, _("The State has signed for a part of the goods."))),
    "refuse_certificate": _tell((OFFICERS, _("The State refuses to sign. Please read why."))),
    "report_lost": _tell(
        (CHIEFS, _("Goods are reported lost.")), (STATE, _("Goods for you are reported lost."))
    ),
    "write_off": _tell((STATE, _("Lost goods were written off."))),
}


def register_rules() -> None:
    """Declare the decisions of the room."""
    register("request", REQUEST)
    register("circulation", CIRCULATION)
    register("assessment", ASSESSMENT)
    register("delivery", DELIVERY)
    register("milestone", MILESTONE)
    register("material_item", MATERIAL_ITEM)
