"""The instalment as the engine knows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from common.clock import day_of
from donors.choices.promises import IN_FORCE
from donors.lifecycle.instalment import InstalmentFacts
from donors.models import Instalment, Pledge
from workflows.actors import Actor
from workflows.registry import Machine


def instalment_facts(
    subject: Instalment, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> InstalmentFacts:
    """Return the facts of one instalment; its pledge is read anew."""
    pledge = Pledge.objects.filter(pk=subject.pledge_id)
    state, owner = pledge.values_list("state", "relationship_owner_id").get()
    return InstalmentFacts(
        actor=actor,
        now=now,
        given=given,
        today=day_of(now),
        in_force=state in IN_FORCE,
        relationship_owner_id=owner,
    )


INSTALMENT: Final = Machine(
    key="instalment",
    model=Instalment,
    initial="planned",
    facts=instalment_facts,
    parties=lambda instalment: [instalment.organisation_id],
)
