"""packed -> sent -> delivered; beside the road returned to packed, stopped, lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from workflows.actors import Actor
from workflows.moves import BY_SYSTEM, SAME, Facts, Policy, Requirement, move
from workflows.state_field import StateField


@dataclass(frozen=True, kw_only=True)
class ParcelFacts(Facts):
    """What a parcel's guards may know."""

    paid: bool


def _own(parcel: Any, actor: Actor) -> bool:
    return bool(parcel.organisation_id == actor.organisation_id)


SENDER = Policy(roles=("ms_authority",), binds=_own, sentence="Only the sender may do this.")
CLERK = Policy(roles=("programme_officer", "section_chief"))
COURIER = Policy(roles=("treasury_officer",), code="no_courier")

PAID = Requirement(lambda parcel: parcel.facts.paid, "Pay the postage.", "unpaid", field="postage")
WEIGHED = Requirement(lambda parcel: parcel.weight > 0, "Weigh it.", "unweighed", field="weight")
PLAUSIBLE = Requirement(
    lambda parcel: parcel.facts.given.get("weight", 0) > 0, "Say how heavy.", "light", asks="weight"
)
ANOTHER = Requirement(
    lambda parcel: parcel.packed_by_id != parcel.facts.actor.person_id,
    "Whoever packed it does not send it.",
    "packed_by_you",
    duty=True,
)


class ParcelLifecycle(models.Model):
    """Every move of a parcel."""

    state = StateField(default="packed", protected=True)
    weight = models.PositiveIntegerField(default=0)
    facts: Any

    class Meta:
        abstract = True

    @move(source="packed", target=SAME, by=CLERK, requires=[PLAUSIBLE], asks=["weight"])
    def weigh(self) -> None:
        """Put the parcel on the scales."""
        self.weight = self.facts.given["weight"]

    @move(
        source="packed",
        target="sent",
        by=CLERK,
        requires=[PAID, WEIGHED, ANOTHER],
        title="Send off",
        effect="It leaves the house.",
    )
    def send(self) -> None:
        """Give the parcel to the courier."""

    @move(source="sent", target="packed", by=SENDER, reason=True)
    def recall(self) -> None:
        """Ask for the parcel back."""

    @move(source="sent", target="delivered", by=COURIER)
    def deliver(self) -> None:
        """Hand the parcel over."""

    @move(source="packed", target="stopped", by=SENDER)
    @move(source="sent", target="stopped", by=COURIER, reason=True)
    def stop(self) -> None:
        """Keep the parcel where it is."""

    @move(source="sent", target="lost", by=BY_SYSTEM)
    def lose(self) -> None:
        """Give the parcel up after a year."""
