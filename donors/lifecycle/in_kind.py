"""A pledge in kind: goods matched to an item line by quantity, or services disclosed only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import InKindKind, InKindState
from donors.lifecycle.duties import another_person_than
from donors.lifecycle.pledge_guards import NOT_ITS_OWNER, Valued
from donors.policies import promises as who
from workflows.moves import SAME, Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class InKindFacts(Facts):
    """What the value is worth, what of the item line is open, whether the donor is cleared.

    ``examiner_id`` examined the donor, ``owner_id`` looks after it; of a State, nobody did either.
    """

    valued: Valued | None = None
    matched: bool = True
    open_quantity: Decimal = Decimal(0)
    cleared: bool = True
    examiner_id: UUID | None = None
    owner_id: UUID | None = None


def _quantity(gift: Any) -> Decimal:
    given: Decimal | None = gift.facts.given.get("quantity")
    return given or Decimal(0)


def _rest(gift: Any) -> Decimal:
    rest: Decimal = gift.quantity - gift.delivered_quantity
    return rest


GOODS: Final = Requirement(
    lambda gift: gift.kind == InKindKind.GOODS,
    _("Services are disclosed; only goods are counted on delivery."),
    "not_goods",
)
SERVICES: Final = Requirement(
    lambda gift: gift.kind == InKindKind.SERVICES, _("These are goods."), "not_services"
)
MATCHED: Final = Requirement(
    lambda gift: gift.facts.matched,
    _("Goods must match an item line, in its unit, of a component that is given in kind."),
    "goods_not_matched",
    field="item",
)
FITS: Final = Requirement(
    lambda gift: gift.kind != InKindKind.GOODS or gift.quantity <= gift.facts.open_quantity,
    _("Other donors already give what this line needs."),
    "more_than_needed",
    field="quantity",
)
RATE_KNOWN: Final = Requirement(
    lambda gift: gift.facts.valued is not None,
    _("There is no UN operational rate of exchange for this currency on that day."),
    "rate_missing",
    field="currency",
)
DONOR_CLEARED: Final = Requirement(
    lambda gift: gift.facts.cleared,
    _("The donor needs a clearance in date, given by another than its relationship owner."),
    "clearance_not_in_date",
)
NOT_THE_EXAMINER: Final = Requirement(
    lambda gift: gift.facts.actor.person_id != gift.facts.examiner_id,
    _("Whoever examined the donor does not accept what it gives."),
    "examiner_may_not_accept",
    duty=True,
)
NOT_THE_OWNER: Final = Requirement(
    lambda gift: gift.facts.actor.person_id != gift.facts.owner_id,
    NOT_ITS_OWNER.sentence,
    NOT_ITS_OWNER.code,
    duty=True,
)
QUANTITY_COMES: Final = Requirement(
    lambda gift: 0 < _quantity(gift) <= _rest(gift),
    _("Give a quantity above nothing, and not more than is still to come."),
    "quantity_out_of_range",
    field="quantity",
    asks="quantity",
)
REPORTED: Final = Requirement(
    lambda gift: gift.reported_quantity > 0,
    _("No delivery waits to be confirmed."),
    "no_delivery_reported",
)
NONE_REPORTED: Final = Requirement(
    lambda gift: gift.reported_quantity == 0,
    _("A delivery already waits to be confirmed."),
    "delivery_already_reported",
)
COMPLETES: Final = Requirement(
    lambda gift: gift.reported_quantity == _rest(gift),
    _("More is still to come after this delivery."),
    "delivery_is_partial",
)
IS_PARTIAL: Final = Requirement(
    lambda gift: gift.reported_quantity < _rest(gift),
    _("With this delivery everything has come."),
    "delivery_completes",
)
NOT_THE_REPORTER: Final = another_person_than(
    "reported_by_id",
    sentence=_("Whoever reported the delivery does not confirm it."),
    code="reporter_may_not_confirm",
)


class InKindLifecycle(models.Model):
    """draft -> pledged -> agreed -> delivered; the rest may end, or the donor withdraw before.

    Goods count only against the item lines they match, and only once a second person confirmed
    that they came (DOMAIN 2 and 3). Services are disclosed and count nowhere.
    """

    state = StateField(
        _("state"), default=InKindState.DRAFT.value, choices=InKindState, protected=True
    )
    facts: Any

    kind: Any
    quantity: Any
    usd: Any
    usd_rate: Any
    usd_rate_on: Any
    announced_at: Any
    announced_by_id: Any
    agreed_at: Any
    accepted_by_id: Any
    due_diligence_by_id: Any
    relationship_owner_id: Any
    reported_quantity: Any
    reported_at: Any
    reported_by_id: Any
    delivered_quantity: Any
    confirmed_at: Any
    confirmed_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="draft",
        target="pledged",
        by=who.BY_ITS_AUTHORITY,
        requires=[MATCHED, FITS, RATE_KNOWN],
        title=_("Announce the pledge"),
        effect=_("Counts in no total of money."),
    )
    def announce(self) -> None:
        """Announce the pledge in kind as the donor's authority."""
        self.announced_at = self.facts.now
        self.announced_by_id = self.facts.actor.person_id
        self._value()

    @move(
        source="pledged",
        target="agreed",
        by=who.BY_APPROVING,
        requires=[
            another_person_than("created_by_id", "announced_by_id"),
            NOT_THE_EXAMINER,
            NOT_THE_OWNER,
            MATCHED,
            FITS,
            RATE_KNOWN,
            DONOR_CLEARED,
        ],
        title=_("Accept"),
        effect=_("Goods are reserved against the item line until they are delivered."),
    )
    def accept(self) -> None:
        """Accept the pledge in kind for the United Nations, valued on this day."""
        self.agreed_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id
        self.due_diligence_by_id = self.facts.examiner_id
        self.relationship_owner_id = self.facts.owner_id
        self._value()

    @move(
        source="agreed",
        target=SAME,
        by=who.BY_PROGRAMME,
        requires=[GOODS, NONE_REPORTED, QUANTITY_COMES],
        reason=True,
        asks=["quantity"],
        title=_("Report a delivery"),
        effect=_("A second person is asked to confirm it."),
    )
    def report_delivery(self) -> None:
        """Report that goods came: how many, and in the reason, what shows it."""
        self.reported_quantity = self.facts.given["quantity"]
        self.reported_at = self.facts.now
        self.reported_by_id = self.facts.actor.person_id
        self.confirmed_at = self.confirmed_by_id = None

    @move(
        source="agreed",
        target=SAME,
        by=who.BY_PROGRAMME_OR_CHIEF,
        requires=[NOT_THE_REPORTER, REPORTED, IS_PARTIAL],
        title=_("Confirm a part"),
        effect=_("The quantity counts against the item line."),
    )
    def confirm_part(self) -> None:
        """Confirm a delivery after which more is still to come."""
        self._confirm()

    @move(
        source="agreed",
        target="delivered",
        by=who.BY_PROGRAMME_OR_CHIEF,
        requires=[NOT_THE_REPORTER, REPORTED, COMPLETES],
        title=_("Confirm the delivery"),
        effect=_("The quantity counts against the item line."),
    )
    def confirm(self) -> None:
        """Confirm the delivery with which everything has come."""
        self._confirm()

    @move(
        source="agreed",
        target=SAME,
        by=who.BY_PROGRAMME_OR_CHIEF,
        requires=[NOT_THE_REPORTER, REPORTED],
        reason=True,
        title=_("Return the report"),
    )
    def return_report(self) -> None:
        """Return the report of a delivery that did not come as said."""
        self.reported_quantity = Decimal(0)
        self.reported_at = self.reported_by_id = None

    @move(
        source="agreed",
        target="delivered",
        by=who.BY_PROGRAMME,
        requires=[SERVICES],
        title=_("Note that the services were given"),
        effect=_("Disclosed; counts in no total."),
    )
    def note_services(self) -> None:
        """Note that services were given; they are disclosed and counted nowhere."""

    @move(
        source="agreed",
        target="ended",
        by=who.BY_COFINANCING,
        requires=[NONE_REPORTED],
        reason=True,
        title=_("End without the rest"),
        effect=_("What has not come is no longer expected."),
    )
    def end(self) -> None:
        """Expect no more: what has not come lapses, what came still counts."""

    @move(
        source=["draft", "pledged"],
        target="withdrawn",
        by=who.BY_ITS_AUTHORITY,
        reason=True,
        title=_("Withdraw"),
    )
    def withdraw(self) -> None:
        """Withdraw the pledge in kind, which the donor may do until it is agreed."""

    @move(
        source="pledged",
        target="declined",
        by=who.BY_COFINANCING,
        reason=True,
        title=_("Decline"),
        effect=_("The donor is told why."),
    )
    def decline(self) -> None:
        """Decline the pledge in kind on behalf of UNODC."""

    def _value(self) -> None:
        valued = self.facts.valued
        self.usd, self.usd_rate, self.usd_rate_on = valued.usd, valued.rate, valued.rate_on

    def _confirm(self) -> None:
        self.delivered_quantity += self.reported_quantity
        self.confirmed_at = self.facts.now
        self.confirmed_by_id = self.facts.actor.person_id
        self.reported_quantity = Decimal(0)
