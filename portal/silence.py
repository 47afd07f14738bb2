"""What happens to a case when whoever must move says nothing: the sentence beside its clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence

SENTENCES: dict[tuple[str, str], Sentence] = {
    ("request", "draft"): _("Nothing is sent until your authority submits it."),
    ("request", "returned"): _("Nothing happens until you take it up again."),
    ("request", "info_requested"): _(
        "Without an answer the request lapses; your authority can renew it."
    ),
    ("request", "funding_sought"): _(
        "If nobody confirms by then that it is still needed, the request lapses."
    ),
    ("circulation", "noticed"): _(
        "Without an objection, the need is shown to those the State has chosen."
    ),
    ("assessment", "state_validation"): _(
        "If the State says nothing by then, the silence is recorded and the report may become "
        "final."
    ),
    ("delivery", "formulation"): _("No work begins until the State agrees to the plan."),
    ("delivery", "implementation"): _(
        "An output on which the State says nothing for 20 working days counts as accepted."
    ),
    ("material_item", "customs"): _("Goods count as received only when the State has signed."),
    ("material_item", "partly_handed_over"): _(
        "Goods count as received only when the State has signed."
    ),
}


def if_silent(key: str, state: str) -> str:
    """Return what silence leads to, or nothing where it leads to nothing."""
    return str(SENTENCES.get((key, state), ""))
