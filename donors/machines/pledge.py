"""The pledge as the engine knows it."""

from __future__ import annotations

from typing import Final

from donors.models import Pledge
from donors.models.pledge_facts import pledge_facts
from workflows.registry import Machine

PLEDGE: Final = Machine(
    key="pledge",
    model=Pledge,
    initial="draft",
    facts=pledge_facts,
    parties=lambda pledge: [pledge.organisation_id],
)
