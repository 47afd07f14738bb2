"""What the finance desk enters for another officer to decide: adjustments, cash, months."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from donors.api.adjustment_views import wanted_of
from donors.models import AccountingPeriod, Adjustment, UnidentifiedReceipt
from donors.policies.money import BY_CERTIFYING, BY_TREASURY
from donors.services import adjustments, periods, unidentified
from workflows.actors import Actor
from workflows.moves import Policy

BY_EITHER = Policy(
    roles=(*BY_TREASURY.roles, *BY_CERTIFYING.roles),
    sentence=_("Only a treasury or a certifying officer can do this."),
)
"""Whose form it is; which of the two enters which kind is for the service to say."""


def adjust(given: dict[str, Any], actor: Actor, now: datetime) -> Adjustment:
    """Enter an adjustment of a contribution."""
    return adjustments.enter(
        contribution_id=given["contribution"], wanted=wanted_of(given), actor=actor, now=now
    )


def suspend(given: dict[str, Any], actor: Actor, now: datetime) -> UnidentifiedReceipt:
    """Enter cash nobody can place yet."""
    return unidentified.enter_unidentified(**given, actor=actor, now=now)


def certify_month(given: dict[str, Any], actor: Actor, now: datetime) -> AccountingPeriod:
    """Certify a month for closing."""
    return periods.certify(month=given["month"], actor=actor, now=now)
