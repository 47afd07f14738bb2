"""The pledge: from a draft to money received in full, on one screen (DOMAIN 3)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from donors.choices.promises import PledgeState
from donors.lifecycle import pledge_guards as need
from donors.lifecycle.conditional import ConditionalLifecycle
from donors.lifecycle.duties import another_person_than
from donors.lifecycle.in_part import InPartLifecycle
from donors.lifecycle.pledge_in_force import InForceLifecycle
from donors.lifecycle.publication import PublicationLifecycle
from donors.lifecycle.published import NOT_PUBLISHED, PublishedLifecycle
from donors.policies import promises as who
from workflows.moves import BY_SYSTEM, SAME, move
from workflows.state_field import StateField

BEFORE_AGREEMENT: Final = ["draft", "pledged", "due_diligence", "negotiation", "cleared"]
EXPIRING: Final = ["pledged", "negotiation"]


class PledgeLifecycle(
    PublishedLifecycle,
    PublicationLifecycle,
    ConditionalLifecycle,
    InPartLifecycle,
    InForceLifecycle,
):
    """draft, pledged, (due_diligence), negotiation, cleared, agreed, received, closed.

    Up to ``cleared`` a pledge binds nobody and counts in no funded figure. With ``accept`` it
    becomes a commitment and a contribution is made beside it; only that row knows money. What
    changes an agreed pledge (numbered amendments, write-down of the unpaid part, refund,
    reprogramming) belongs between ``agreed`` and ``closed`` and posts to the ledger.
    """

    state = StateField(
        _("state"), default=PledgeState.DRAFT.value, choices=PledgeState, protected=True
    )
    facts: Any

    announced_at: Any
    announced_by_id: Any
    pledged_on: Any
    usd: Any
    usd_rate: Any
    usd_rate_on: Any
    relationship_owner_id: Any
    due_diligence_by_id: Any
    clauses_approved_at: Any
    clauses_approved_by_id: Any
    cleared_at: Any
    cleared_by_id: Any
    signed_at: Any
    signed_by_id: Any
    agreed_at: Any
    accepted_by_id: Any
    agreed_usd: Any
    agreed_rate: Any
    agreed_rate_on: Any
    reminded_at: Any

    class Meta:
        abstract = True

    @move(
        source="draft",
        target="pledged",
        by=who.BY_ITS_AUTHORITY_OR_ON_A_LETTER,
        requires=[
            need.NOT_THE_REQUESTER,
            need.PURPOSE_STATED,
            need.TIED_AS_SAID,
            need.NOT_EXPIRED,
            need.LETTER_ATTACHED,
            need.RATE_KNOWN,
        ],
        title=_("Announce the pledge"),
        effect=_("Counts as pledged, and in nothing else."),
    )
    def announce(self) -> None:
        """Announce the pledge: the donor's authority, or UNODC on its letter (OP12, IATI 13)."""
        valued = self.facts.valued
        self.announced_at = self.facts.now
        self.announced_by_id = self.facts.actor.person_id
        self.pledged_on = valued.value_on
        self.usd, self.usd_rate, self.usd_rate_on = valued.usd, valued.rate, valued.rate_on
        if self.facts.actor.has("cofinancing_officer"):
            self._look_after()

    @move(
        source="pledged",
        target="due_diligence",
        by=who.BY_COFINANCING,
        requires=[NOT_PUBLISHED, need.DUE_DILIGENCE_NEEDED, need.NOT_EXPIRED],
        title=_("Begin due diligence"),
        effect=_("A due diligence officer is asked to examine the donor."),
    )
    def begin_due_diligence(self) -> None:
        """Have a donor examined that is neither a State nor a United Nations entity."""
        self._look_after()

    @move(
        source="due_diligence",
        target="negotiation",
        by=who.BY_DUE_DILIGENCE,
        requires=[need.NOT_ITS_OWNER, need.NOT_ITS_WRITER, need.CLEARANCE_IN_DATE],
        title=_("Pass due diligence"),
    )
    def clear_due_diligence(self) -> None:
        """Let negotiation begin on the strength of a clearance that is in date."""
        self.due_diligence_by_id = self.facts.actor.person_id

    @move(
        source="due_diligence",
        target="refused",
        by=who.BY_DUE_DILIGENCE,
        requires=[need.NOT_ITS_OWNER, need.NOT_ITS_WRITER, need.REFUSED_BY_EXAMINATION],
        reason=True,
        title=_("Refuse after due diligence"),
        effect=_("The pledge ends here; the donor is told."),
    )
    def refuse(self) -> None:
        """Refuse the pledge of a donor that did not pass due diligence."""
        self.due_diligence_by_id = self.facts.actor.person_id

    @move(
        source="pledged",
        target="negotiation",
        by=who.BY_COFINANCING,
        requires=[NOT_PUBLISHED, need.NO_DUE_DILIGENCE_NEEDED, need.NOT_EXPIRED],
        title=_("Begin negotiation"),
    )
    def negotiate(self) -> None:
        """Begin negotiation with a State or a United Nations entity."""
        self._look_after()

    @move(
        source="negotiation",
        target=SAME,
        by=who.BY_LEGAL,
        requires=[
            another_person_than("created_by_id", "relationship_owner_id", "due_diligence_by_id"),
            need.CLAUSES_NOT_STANDARD,
        ],
        title=_("Approve the clauses"),
    )
    def approve_clauses(self) -> None:
        """Approve clauses that are not standard, as they are written now."""
        self.clauses_approved_at = self.facts.now
        self.clauses_approved_by_id = self.facts.actor.person_id

    @move(
        source="negotiation",
        target="cleared",
        by=who.BY_CERTIFYING,
        requires=[
            another_person_than(
                "created_by_id",
                "relationship_owner_id",
                "due_diligence_by_id",
                "clauses_approved_by_id",
            ),
            need.NOT_ITS_PREPARER,
            need.CHECKLIST_COMPLETE,
            need.DATES_SET,
            need.PSC_AGREED,
            need.CLAUSES_APPROVED,
            need.CLEARANCE_IN_DATE,
        ],
        title=_("Clear for signature"),
        effect=_("The terms are fixed; only the schedule and the signed file may still change."),
    )
    def clear(self) -> None:
        """Certify that the pledge may be accepted under the rules (OP12, regulation 3.12)."""
        self.cleared_at = self.facts.now
        self.cleared_by_id = self.facts.actor.person_id

    @move(
        source="cleared",
        target=SAME,
        by=who.BY_ITS_AUTHORITY,
        requires=[
            need.NOT_THE_REQUESTER,
            need.UNSIGNED,
            need.AGREEMENT_ATTACHED,
            need.SCHEDULE_ADDS_UP,
            need.REPORTS_SCHEDULED,
        ],
        title=_("Sign"),
        effect=_("Schedule and file are fixed; UNODC accepts next."),
    )
    def sign(self) -> None:
        """Sign the agreement as the donor's authority."""
        self.signed_at = self.facts.now
        self.signed_by_id = self.facts.actor.person_id

    @move(
        source="cleared",
        target=SAME,
        by=who.BY_ITS_AUTHORITY,
        requires=[need.SIGNED],
        reason=True,
        title=_("Take the signature back"),
        effect=_("Schedule and file may be corrected, then signed again."),
    )
    def take_back_signature(self) -> None:
        """Take the signature back before UNODC has accepted, so that a mistake can be mended."""
        self.signed_at = None
        self.signed_by_id = None

    @move(
        source="cleared",
        target="agreed",
        by=who.BY_APPROVING,
        requires=[
            another_person_than(
                "created_by_id",
                "relationship_owner_id",
                "due_diligence_by_id",
                "clauses_approved_by_id",
                "cleared_by_id",
                "signed_by_id",
            ),
            need.NOT_ITS_EXAMINER,
            need.SIGNED,
            need.AGREEMENT_ATTACHED,
            need.SCHEDULE_ADDS_UP,
            need.REPORTS_SCHEDULED,
            need.CONDITION_MET,
            need.CLEARANCE_IN_DATE,
            need.RATE_KNOWN,
        ],
        title=_("Accept"),
        effect=_("Binds both sides: counts as committed, and a contribution is opened."),
    )
    def accept(self) -> None:
        """Accept the signed agreement for the United Nations (IATI 11)."""
        valued = self.facts.valued
        self.agreed_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id
        self.agreed_usd, self.agreed_rate = valued.usd, valued.rate
        self.agreed_rate_on = valued.rate_on

    @move(
        source=BEFORE_AGREEMENT,
        target="withdrawn",
        by=who.BY_ITS_AUTHORITY,
        requires=[NOT_PUBLISHED],
        reason=True,
        title=_("Withdraw"),
    )
    def withdraw(self) -> None:
        """Withdraw the pledge, which the donor may do until it is agreed."""

    @move(
        source=BEFORE_AGREEMENT,
        target="declined",
        by=who.BY_COFINANCING,
        requires=[NOT_PUBLISHED],
        reason=True,
        title=_("Decline"),
        effect=_("The donor is told why."),
    )
    def decline(self) -> None:
        """Decline the pledge on behalf of UNODC."""

    @move(
        source=EXPIRING,
        target=SAME,
        by=BY_SYSTEM,
        requires=[need.REMINDER_DUE],
        title=_("Remind of the expiry"),
    )
    def remind(self) -> None:
        """Remind the donor, once, that the pledge is about to expire."""
        self.reminded_at = self.facts.now

    @move(
        source=EXPIRING,
        target="expired",
        by=BY_SYSTEM,
        requires=[need.EXPIRY_PASSED],
        title=_("Expire"),
    )
    def expire(self) -> None:
        """Let the pledge lapse after its expiry date."""

    def _look_after(self) -> None:
        if self.relationship_owner_id is None:
            self.relationship_owner_id = self.facts.actor.person_id
