"""A material item: ordered, shipped, in customs, handed over when the State signs (OP11)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.delivery import ItemState
from ta_requests.policies.assessment import CHIEF, OFFICER, STATE
from workflows.moves import SAME, Facts, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class ItemFacts(Facts):
    """What was given; the rest stands on the item itself."""


def _fits(item: Any) -> bool:
    quantity = item.facts.given.get("quantity")
    return quantity is not None and 0 < quantity <= item.remaining


PRESENTABLE = Requirement(
    _fits,
    _("Say how much is handed over: more than nothing, and no more than is still to come."),
    "quantity_out_of_range",
    field="quantity",
    asks="quantity",
)
PRESENTED = Requirement(
    lambda item: item.presented_quantity > 0,
    _("There is no certificate to sign."),
    "certificate_missing",
)
WHOLE = Requirement(
    lambda item: item.presented_quantity in (0, item.remaining),
    _("The certificate covers a part only."),
    "certificate_partial",
)
PARTIAL = Requirement(
    lambda item: item.presented_quantity < item.remaining,
    _("The certificate covers all that was still to come."),
    "certificate_whole",
)
NOT_THE_REPORTER = Requirement(
    lambda item: item.facts.actor.person_id != item.lost_by_id,
    _("Whoever reported the loss does not write it off."),
    "reporter_may_not_write_off",
    duty=True,
)
NOT_WRITTEN_OFF = Requirement(
    lambda item: item.written_off_at is None,
    _("The loss is already written off."),
    "written_off",
)


class ItemLifecycle(models.Model):
    """ordered -> shipped -> customs -> (partly) handed over, or lost on the way."""

    state = StateField(
        _("state"), default=ItemState.ORDERED.value, choices=ItemState, protected=True
    )
    facts: Any

    quantity: Any
    shipped_at: Any
    customs_at: Any
    presented_quantity: Any
    presented_at: Any
    presented_by_id: Any
    certificate_number: str
    certificate_document_id: Any
    handed_quantity: Any
    signed_at: Any
    signed_by_id: Any
    lost_quantity: Any
    lost_at: Any
    lost_by_id: Any
    written_off_at: Any
    written_off_by_id: Any

    class Meta:
        abstract = True

    @property
    def remaining(self) -> Decimal:
        """Return the quantity not yet handed over."""
        left: Decimal = self.quantity - self.handed_quantity
        return left

    @move(source="ordered", target="shipped", by=OFFICER, title=_("Record the shipment"))
    def ship(self) -> None:
        """Record that the goods left the supplier."""
        self.shipped_at = self.facts.now

    @move(source="shipped", target="customs", by=OFFICER, title=_("Record the arrival"))
    def arrive(self) -> None:
        """Record that the goods reached the State's customs."""
        self.customs_at = self.facts.now

    @move(
        source=["customs", "partly_handed_over"],
        target=SAME,
        by=OFFICER,
        requires=[PRESENTABLE],
        asks=["quantity", "certificate_number", "document_id"],
        title=_("Present a certificate of handover"),
    )
    def present_certificate(self) -> None:
        """Present the certificate of handover of all or some of the goods for signature."""
        self.presented_quantity = self.facts.given["quantity"]
        self.certificate_number = self.facts.given["certificate_number"]
        self.certificate_document_id = self.facts.given["document_id"]
        self.presented_at = self.facts.now
        self.presented_by_id = self.facts.actor.person_id

    @move(
        source=["customs", "partly_handed_over"],
        target="handed_over",
        by=STATE,
        requires=[PRESENTED, WHOLE],
        title=_("Sign for all goods"),
    )
    def hand_over(self) -> None:
        """Sign for the State the certificate that covers everything still to come."""
        self._sign()

    @move(
        source="customs",
        target="partly_handed_over",
        by=STATE,
        requires=[PRESENTED, PARTIAL],
        title=_("Sign for a part"),
    )
    @move(
        source="partly_handed_over",
        target=SAME,
        by=STATE,
        requires=[PRESENTED, PARTIAL],
        title=_("Sign for a part"),
    )
    def hand_over_part(self) -> None:
        """Sign for the State a certificate that covers a part of the goods."""
        self._sign()

    def _sign(self) -> None:
        self.handed_quantity += self.presented_quantity
        self.presented_quantity = Decimal(0)
        self.signed_at = self.facts.now
        self.signed_by_id = self.facts.actor.person_id

    @move(
        source=["customs", "partly_handed_over"],
        target=SAME,
        by=STATE,
        requires=[PRESENTED],
        reason=True,
        title=_("Refuse the certificate"),
    )
    def refuse_certificate(self) -> None:
        """Refuse to sign, and say what is wrong with the goods or the paper."""
        self.presented_quantity = Decimal(0)

    @move(
        source=["ordered", "shipped", "customs", "partly_handed_over"],
        target="lost",
        by=OFFICER,
        reason=True,
        title=_("Report a loss"),
    )
    def report_lost(self) -> None:
        """Report that what is not yet handed over will not come."""
        self.lost_quantity = self.remaining
        self.presented_quantity = Decimal(0)
        self.lost_at = self.facts.now
        self.lost_by_id = self.facts.actor.person_id

    @move(
        source="lost",
        target=SAME,
        by=CHIEF,
        requires=[NOT_THE_REPORTER, NOT_WRITTEN_OFF],
        reason=True,
        title=_("Write off the loss"),
    )
    def write_off(self) -> None:
        """Let the delivery end without the lost goods; otherwise a replacement is ordered."""
        self.written_off_at = self.facts.now
        self.written_off_by_id = self.facts.actor.person_id
