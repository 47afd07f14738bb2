"""Services offered for a request on show: one offer for each way in which they may end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from common.money import Money
from config.training.cast import Cast
from donors.machines.in_kind import IN_KIND
from donors.services import in_kind

OFFICERS: Final = {
    "accept": "approving_officer",
    "note_services": "programme_officer",
    "end": "cofinancing_officer",
    "decline": "cofinancing_officer",
}
OFFERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "A translator for one month": (),
    "A trainer of lay judges": (("announce", ""),),
    "Two weeks of a probation expert": (("announce", ""), ("accept", "")),
    "A study visit for four judges": (("announce", ""), ("accept", ""), ("note_services", "")),
    "A course for court clerks": (
        ("announce", ""),
        ("accept", ""),
        ("end", "The court's calendar leaves no week for it."),
    ),
    "Legal advice by telephone": (("withdraw", "Our adviser was sent elsewhere."),),
    "Used robes": (("announce", ""), ("decline", "Nobody asked for them; thanked by letter.")),
}
"""What is offered, and the steps each offer took; a step that asks for a reason has one."""


def offer_services(cast: Cast, now: datetime, *, donor: str, request: UUID) -> None:
    """Have a donor offer services, each offer on its own way."""
    for title, steps in OFFERS.items():
        made = cast.let(
            f"{donor}.donor_rep",
            in_kind.draft,
            kind="services",
            title=title,
            request=request,
            value=Money(Decimal(4_000), "EUR"),
            now=now,
        )
        for name, reason in steps:
            told: dict[str, Any] = {"reason": reason} if reason else {}
            who = OFFICERS.get(name, f"{donor}.donor_authority")
            cast.let(who, IN_KIND.verbs[name], pk=made.pk, now=now, **told)
