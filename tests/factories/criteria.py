"""Standing criteria as a donor's representative writes them."""

from __future__ import annotations

from typing import Any

from donors.models import StandingCriteria
from donors.services.criteria import set_criteria
from tests.world import BEGINNING, World


def criteria_of(world: World, name: str = "donor.donor_rep", **values: Any) -> StandingCriteria:
    """Return the criteria of somebody's organisation, written whole."""
    with world.as_(name):
        return set_criteria(values=values, actor=world[name], now=BEGINNING)  # type: ignore[arg-type]
