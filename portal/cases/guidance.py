"""The help on the page of each kind of case: what it is, who decides on it, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence

HELP: Final[Mapping[str, Sentence]] = {
    "accounting_period": _(
        "A month that a certifying officer declared complete. Once an approving officer closes "
        "it, nothing more is posted in it: what is dated in it is booked in the first open month."
    ),
    "adjustment": _(
        "A correction of the books, entered by one officer: money moves only when another "
        "approves it. If it is refused, what was set aside is free again."
    ),
    "allotment": _(
        "Money of one contribution for one component, proposed, certified and released by three "
        "different people (rule 105.6). Only released money funds the request; what is not "
        "obligated can be taken back by a reversal."
    ),
    "amendment": _(
        "A change of an agreement in force: UNODC drafts and offers it, the donor's authority "
        "signs, an approving officer accepts. Until then the terms stay as they are."
    ),
    "assessment": _(
        "The team scores each area, writes the report and costs the components; the State then "
        "validates the report, comments on it or returns it. A section chief who did not work on "
        "it makes it final."
    ),
    "circulation": _(
        "A notice to the State that its need is about to be shown to donors. The authority of the "
        "State may object until the deadline; without an objection the service shows the need by "
        "itself."
    ),
    "delivery": _(
        "Work begins once the State has agreed to the plan and a section chief has approved it. "
        "The State then confirms outputs and goods one by one; nothing is closed while one of "
        "them is open."
    ),
    "due_diligence": _(
        "The examination of a donor that is neither a State nor a United Nations entity. A "
        "clearance lets its waiting pledges go on and ends after its last day; a refusal ends "
        "them."
    ),
    "in_kind": _(
        "Goods or services that a donor gives: valued, but counted in no total of money. UNODC "
        "accepts or declines the pledge; what arrives is reported by one person and confirmed by "
        "another."
    ),
    "instalment": _(
        "One payment that the agreement promises. Where it waits for a milestone, one officer "
        "gives the evidence and another accepts it; then the donor is asked to pay."
    ),
    "material_item": _(
        "Goods on their way from the order to the certificate that the authority of the State "
        "signs: only what is signed for counts as handed over. One officer reports a loss, "
        "another writes it off."
    ),
    "milestone": _(
        "Something that must be reached by a certain day. One officer gives the evidence, another "
        "accepts it or returns it; returned evidence can be given anew."
    ),
    "pledge": _(
        "A pledge is announced by the donor's authority, binds nobody before the agreement is "
        "signed and accepted, and is followed here from the promise to its results. What is paid "
        "shows under receipts, what it is used for under allotments."
    ),
    "psc_waiver": _(
        "A programme support rate other than the standard one, asked for one pledge. An approving "
        "officer who did not ask for it decides; until then the pledge can be cleared at the "
        "standard rate only."
    ),
    "report_obligation": _(
        "A report that the agreement promises to the donor by a certain day. A programme officer "
        "attaches and submits it; the donor's authority accepts or returns it."
    ),
    "unidentified_receipt": _(
        "Cash that arrived and that nobody could place; it is not allotted. Once a treasury "
        "officer names its pledge, it becomes a receipt there, valued as on the day it arrived."
    ),
}
