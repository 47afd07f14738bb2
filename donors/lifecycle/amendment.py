"""A numbered amendment: how agreed terms change, the only way they do (DOMAIN 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import AmendmentState
from donors.lifecycle.duties import another_person_than
from donors.policies import promises as who
from workflows.moves import Facts, Requirement, move
from workflows.state_field import StateField

OPEN: Final = ["draft", "offered", "signed"]


@dataclass(frozen=True, kw_only=True)
class AmendmentFacts(Facts):
    """The terms in force, what would become of them, and what stands against it."""

    today: date
    in_force: bool
    before: dict[str, Any] = field(default_factory=dict)
    differs: bool = False
    amount: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)
    written_down: Decimal = Decimal(0)
    outstanding: Decimal = Decimal(0)
    starts_on: date | None = None
    ends_on: date | None = None
    has_reports: bool = True
    tied: bool = False
    unearmarked: bool = False
    stranded: frozenset[str] = frozenset()
    cleared: bool = True


PLEDGE_IN_FORCE: Final = Requirement(
    lambda one: one.facts.in_force,
    _("Only an agreement in force is amended."),
    "pledge_not_in_force",
)
CHANGES_SOMETHING: Final = Requirement(
    lambda one: one.facts.differs, _("It changes nothing."), "nothing_amended", field="changes"
)
FILE_ATTACHED: Final = Requirement(
    lambda one: bool(one.file), _("Attach the amendment."), "amendment_missing", field="file"
)
NOT_BELOW_RECEIVED: Final = Requirement(
    lambda one: one.facts.amount >= one.facts.settled + one.facts.written_down,
    _("The amount cannot be less than what was received and written down."),
    "amount_below_received",
    field="amount",
)
ADDS_UP: Final = Requirement(
    lambda one: one.facts.settled + one.facts.outstanding == one.facts.amount,
    _("What was paid and the instalments still to come must add up to the amount."),
    "instalments_do_not_add_up",
    field="instalments",
)
DATES_FIT: Final = Requirement(
    lambda one: (
        one.facts.ends_on is not None
        and one.facts.starts_on is not None
        and one.facts.ends_on >= max(one.facts.starts_on, one.facts.today)
    ),
    _("The last day must not be before the first, nor have passed."),
    "ends_in_the_past",
    field="ends_on",
)
REPORTS_OWED: Final = Requirement(
    lambda one: one.facts.has_reports,
    _("Say which reports the donor receives and when."),
    "report_schedule_missing",
    field="report_schedule",
)
TIED_AS_SAID: Final = Requirement(
    lambda one: one.facts.tied != one.facts.unearmarked,
    _("Money is either unearmarked or tied to something."),
    "unearmarked_but_tied",
    field="earmark_category",
)
NOTHING_STRANDED: Final = Requirement(
    lambda one: not one.facts.stranded,
    _("Money already allotted would lie outside of the new purpose."),
    "allotments_outside",
    field="changes",
)
DONOR_CLEARED: Final = Requirement(
    lambda one: one.facts.cleared,
    _("The donor needs a clearance in date, given by another than its relationship owner."),
    "clearance_not_in_date",
)
SOUND: Final = [
    PLEDGE_IN_FORCE,
    CHANGES_SOMETHING,
    FILE_ATTACHED,
    NOT_BELOW_RECEIVED,
    ADDS_UP,
    DATES_FIT,
    REPORTS_OWED,
    TIED_AS_SAID,
    NOTHING_STRANDED,
]


class AmendmentLifecycle(models.Model):
    """draft -> offered -> signed -> accepted; before that either side may withdraw it.

    Written by the co-financing officer, or asked for by the donor; signed by the donor's
    authority; accepted by an approving officer: different people. It takes effect with its
    acceptance, and what the terms were before stays readable in it.
    """

    state = StateField(
        _("state"), default=AmendmentState.DRAFT.value, choices=AmendmentState, protected=True
    )
    facts: Any

    file: Any
    before: Any
    offered_at: Any
    offered_by_id: Any
    signed_at: Any
    signed_by_id: Any
    accepted_at: Any
    accepted_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="draft",
        target="offered",
        by=who.BY_COFINANCING,
        requires=SOUND,
        title=_("Offer for signature"),
        effect=_("The donor's authority is asked to sign; the text is fixed."),
    )
    def offer(self) -> None:
        """Offer the amendment to the donor's authority for signature."""
        self.before = self.facts.before
        self.offered_at = self.facts.now
        self.offered_by_id = self.facts.actor.person_id

    @move(
        source="offered",
        target="signed",
        by=who.BY_ITS_AUTHORITY,
        requires=[another_person_than("created_by_id", "offered_by_id"), *SOUND],
        title=_("Sign"),
        effect=_("UNODC accepts next."),
    )
    def sign(self) -> None:
        """Sign the amendment as the donor's authority."""
        self.signed_at = self.facts.now
        self.signed_by_id = self.facts.actor.person_id

    @move(
        source="signed",
        target="accepted",
        by=who.BY_APPROVING,
        requires=[
            another_person_than(
                "created_by_id", "offered_by_id", "signed_by_id", "relationship_owner_id"
            ),
            *SOUND,
            DONOR_CLEARED,
        ],
        title=_("Accept"),
        effect=_("Takes effect: amount, instalments, dates, purpose and reports follow."),
    )
    def accept(self) -> None:
        """Accept the signed amendment for the United Nations; it takes effect at once."""
        self.before = self.facts.before
        self.accepted_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id

    @move(
        source=["offered", "signed"],
        target="draft",
        by=who.BY_COFINANCING,
        reason=True,
        title=_("Take back for correction"),
        effect=_("The text may be corrected; it is offered and signed again."),
    )
    def take_back(self) -> None:
        """Take the amendment back before it is accepted, so that a mistake can be mended."""
        self.offered_at = self.offered_by_id = None
        self.signed_at = self.signed_by_id = None

    @move(
        source=OPEN,
        target="withdrawn",
        by=who.BY_EITHER_SIDE,
        reason=True,
        title=_("Withdraw"),
        effect=_("The terms stay as they are."),
    )
    def withdraw(self) -> None:
        """Give the amendment up; the terms stay as they are."""
