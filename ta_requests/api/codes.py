"""The codes with which the room's services refuse, besides the guards of its machines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ta_requests.services import assessment_areas, documents, work_plan
from web.catalogue import Entry, declare

EDITS = (
    documents.REWRITABLE,
    documents.LIVING,
    assessment_areas.WRITABLE,
    work_plan.IN_FORMULATION,
    work_plan.NOT_ENDED,
    work_plan.STARTED,
)


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("ta_requests", *(Entry(edit.code, 409, edit.sentence) for edit in EDITS))
    declare(
        "ta_requests",
        Entry("lead_missing", 409, _("An assessment needs a lead assessor: name another first.")),
        Entry("invalid_text", 422, _("This must be a plain text.")),
        Entry("base_missing", 422, _("Say from which text this was changed.")),
    )
