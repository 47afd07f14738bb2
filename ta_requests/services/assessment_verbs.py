"""The verbs of assessments and deliveries by the name of their move."""

from __future__ import annotations

from typing import Any

from ta_requests.services import (
    assessment,
    assessment_team,
    delivery,
    material_items,
    milestones,
    outputs,
    state_validation,
)

ASSESSMENT_VERBS: dict[str, Any] = {
    "assign": assessment_team.assign,
    "relieve": assessment_team.relieve,
    "declare": assessment_team.declare,
    "begin": assessment.begin,
    "submit_draft": assessment.submit_draft,
    "send_to_state": state_validation.send_to_state,
    "comment": state_validation.comment,
    "validate_report": state_validation.validate_report,
    "return_report": state_validation.return_report,
    "resume_work": assessment.resume_work,
    "note_silence": state_validation.note_silence,
    "override_priority": assessment.override_priority,
    "finalise": assessment.finalise,
    "cancel": assessment.cancel,
    "supersede": assessment.supersede,
}
DELIVERY_VERBS: dict[str, Any] = {
    "agree_plan": delivery.agree_plan,
    "approve": delivery.approve,
    "reopen_plan": delivery.reopen_plan,
    "begin": delivery.begin,
    "notice_output": outputs.notice_output,
    "accept_output": outputs.accept_output,
    "contest_output": outputs.contest_output,
    "waive_output": outputs.waive_output,
    "accept_output_by_silence": outputs.accept_output_by_silence,
    "suspend": delivery.suspend,
    "resume": delivery.resume,
    "cancel": delivery.cancel,
    "close_operationally": delivery.close_operationally,
    "close_financially": delivery.close_financially,
    "give_feedback": delivery.give_feedback,
    "remind_follow_up": delivery.remind_follow_up,
    "record_follow_up": delivery.record_follow_up,
}
MILESTONE_VERBS: dict[str, Any] = {
    "give_evidence": milestones.give_evidence,
    "accept": milestones.accept,
    "return_evidence": milestones.return_evidence,
}
ITEM_VERBS: dict[str, Any] = {
    "ship": material_items.ship,
    "arrive": material_items.arrive,
    "present_certificate": material_items.present_certificate,
    "hand_over": material_items.hand_over,
    "hand_over_part": material_items.hand_over_part,
    "refuse_certificate": material_items.refuse_certificate,
    "report_lost": material_items.report_lost,
    "write_off": material_items.write_off,
}
