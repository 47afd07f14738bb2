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

WRONG = (
    ("area_unknown", _("There is no such area.")),
    ("certificate_number_missing", _("The certificate needs a number.")),
    ("component_unknown", _("There is no such component.")),
    ("dates_reversed", _("The last day is before the first.")),
    ("description_missing", _("Say what is ordered.")),
    ("document_filed", _("This document was filed and stays.")),
    ("document_unknown", _("There is no such document.")),
    ("file_damaged", _("The file is damaged, or is not what its name says.")),
    ("file_empty", _("The file is empty.")),
    (
        "file_program",
        _("The file carries a program (a macro, a script or another file inside)."),
    ),
    ("file_too_large", _("A file may have 20 MB at most.")),
    ("file_type", _("Only PDF, PNG, JPEG, DOCX, XLSX, ODT and ODS files are taken.")),
    ("funding_kind_unknown", _("Say: in cash or in kind.")),
    ("group_unknown", _("People are counted by sex and age only.")),
    ("indicator_exists", _("There is such an indicator already.")),
    ("invalid_item", _("An item line needs a description, a quantity and a unit.")),
    ("item_line_unknown", _("There is no such item line.")),
    ("justification_missing", _("Say what the rating rests on.")),
    ("net_not_positive", _("A component needs a budget in USD.")),
    ("no_such_state", _("There is no such State.")),
    ("not_an_assessor", _("This person is not an assessor.")),
    ("not_applicable_because_missing", _("Say why it does not apply.")),
    (
        "nothing_to_replace",
        _("Only lost goods that are neither written off nor replaced can be replaced."),
    ),
    ("output_has_milestones", _("A milestone belongs to this output.")),
    ("output_unknown", _("There is no such output.")),
    ("phase_out_of_range", _("Phases go from 1 to 99.")),
    ("quantity_too_precise", _("Quantities have at most two decimals.")),
    ("rating_out_of_range", _("Each criterion is rated from 0 to 4.")),
    ("score_out_of_range", _("Scores go from 0 to 4.")),
    ("section_unknown", _("There is no such section.")),
    ("text_missing", _("A comment needs words.")),
    ("text_too_long", _("The name is too long.")),
    ("theme_unknown", _("There is no such theme.")),
    ("title_missing", _("A component needs a title.")),
    ("too_many_items", _("There are too many item lines.")),
    ("total_out_of_range", _("The figure lies between 0 and 100.")),
    ("type_unknown", _("There is no such type of assistance.")),
    ("unknown_code", _("There is no such code in the list.")),
    ("unknown_component", _("There is no such component.")),
    ("unknown_donor", _("There is no such donor.")),
    ("unknown_kind", _("There is no such kind of document.")),
    ("value_not_measurable", _("Give a number with at most four decimals.")),
)
"""What is said of an input that a service looked at and cannot accept."""


def declare_codes() -> None:
    """Make the codes known; called when the room is ready."""
    declare("ta_requests", *(Entry(edit.code, 409, edit.sentence) for edit in EDITS))
    declare("ta_requests", *(Entry(code, 422, sentence) for code, sentence in WRONG))
    declare(
        "ta_requests",
        Entry("lead_missing", 409, _("An assessment needs a lead assessor: name another first.")),
        Entry("invalid_text", 422, _("This must be a plain text.")),
        Entry("base_missing", 422, _("Say from which text this was changed.")),
    )
