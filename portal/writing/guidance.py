"""The help on each form of a case: what is asked, what saving it does, who acts afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence

HELP: Final[Mapping[tuple[str, str], Sentence]] = {
    ("amendment", "attach_amendment"): _(
        "The file must be here before the amendment is offered to the donor. Attaching it sends "
        "nothing."
    ),
    ("amendment", "rewrite_amendment"): _(
        "The page of the amendment shows what you write beside the terms in force. Once it is "
        "offered, take it back before you rewrite it."
    ),
    ("assessment", "add_component"): _(
        "A component is a part of the assistance that a donor can fund by itself. The State reads "
        "it with the report, and it is frozen when the assessment becomes final."
    ),
    ("assessment", "change_component"): _(
        "What stands here replaces the component as it was, its lines of goods included. Once the "
        "assessment is final, no component changes any more."
    ),
    ("assessment", "rate_priority"): _(
        "Your ratings and the weights above make the score; the justification is kept with it. "
        "You can rate anew while the report is being written; afterwards only a section chief "
        "overrides the score, with a reason."
    ),
    ("assessment", "remove_component"): _(
        "The component and its budget leave the report; the other components stay as they are. If "
        "only its text or amount is wrong, change it instead."
    ),
    ("assessment", "score_area"): _(
        "Every area needs a score or a reason before the draft report can be finished. Saving "
        "leads on to the next area that nobody has looked at."
    ),
    ("assessment", "write_report"): _(
        "Saving keeps the text and sends nothing. The State reads the report after an assessor "
        "has finished the draft and a section chief has sent it."
    ),
    ("delivery", "add_indicator"): _(
        "An indicator makes one output countable: the unit, where it stood before, and where it "
        "is to be. Results are recorded against it once the work has begun."
    ),
    ("delivery", "add_milestone"): _(
        "The milestone gets a page of its own on which its evidence is given and judged. It is "
        "listed on the delivery desk until it is accepted."
    ),
    ("delivery", "add_output"): _(
        "The State accepts or contests each output by itself, so plan one for each thing it can "
        "check. Give it indicators next."
    ),
    ("delivery", "change_output"): _(
        "What stands here replaces the output as it was. If the State had agreed to the plan, it "
        "is asked to agree again."
    ),
    ("delivery", "order_item"): _(
        "The order gets a page of its own, where its shipment, its arrival and the certificates "
        "of handover are recorded. The quantity is what the State is later asked to sign for."
    ),
    ("delivery", "record_value"): _(
        "Record what was counted by one day. The page of the delivery lists every count; donors "
        "read the results of what they paid for."
    ),
    ("delivery", "remove_output"): _(
        "The output leaves the plan before work begins. Later it stays in the plan, and a section "
        "chief can only waive it."
    ),
    ("delivery", "write_plan"): _(
        "Say what will be done, and its first and last day. When it is ready, the authority of "
        "the State agrees to it and a section chief approves it."
    ),
    ("pledge", "add_instalment"): _(
        "One payment: its amount and its day, and the milestone it waits for, if any. The donor "
        "signs once the instalments add up to the pledge."
    ),
    ("pledge", "answer_checklist"): _(
        "Answer each point for this pledge and note what you looked at. The pledge cannot be "
        "cleared for signature while a point is open."
    ),
    ("pledge", "ask_amendment"): _(
        "A draft begins with the present terms: change what is to change, and say why. Nothing "
        "takes effect before the donor's authority signs it and UNODC accepts it."
    ),
    ("pledge", "ask_waiver"): _(
        "Name the rate, the clause that allows it, and why it should apply here. The question is "
        "listed on the relationship desk until it is decided."
    ),
    ("pledge", "attach_agreement"): _(
        "The donor's authority reads this file before it signs, and an approving officer accepts "
        "for UNODC. Attaching it binds nobody."
    ),
    ("pledge", "attach_letter"): _(
        "The letter is the donor's own word: attach a scan of it, then announce the pledge on its "
        "page. Without it nobody at UNODC can speak for the donor."
    ),
    ("pledge", "change_instalment"): _(
        "Correct the amount, the day or the milestone of this payment. Once the agreement is "
        "signed, only an amendment changes the schedule."
    ),
    ("pledge", "remove_instalment"): _(
        "The payment leaves the schedule of this pledge. What remains must add up to the amount "
        "again before the donor can sign."
    ),
    ("pledge", "note_reference"): _(
        "The grant, fund or project number by which another system knows this contribution or one "
        "of its allotments. It joins the numbers noted before; no money moves."
    ),
    ("pledge", "schedule_reports"): _(
        "Each line becomes a case of its own with its deadline, and is listed on the relationship "
        "desk when it is late. The donor sees the days on its pledge."
    ),
    ("pledge", "set_terms"): _(
        "Rate, clauses and days as the agreement will state them. Clauses other than the standard "
        "ones go to a legal officer for approval."
    ),
    ("report_obligation", "attach_report"): _(
        "Attach the report as the donor will read it; attaching sends nothing. Submit it "
        "afterwards with the step on the page of the report."
    ),
}
"""By kind of case and name of the form."""
