"""Who may act on a needs assessment and on the delivery that follows it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.actors import SYSTEM_ROLE, Actor
from workflows.moves import Policy


def _of_this_state(subject: Any, actor: Actor) -> bool:
    return actor.organisation_id is not None and subject.organisation_id == actor.organisation_id


def _of_the_team(subject: Any, actor: Actor) -> bool:
    return actor.person_id in getattr(subject.facts, "team_ids", ())


TEAM = Policy(
    roles=("assessor",),
    binds=_of_the_team,
    needs_facts=True,
    sentence=_("Only an assessor named for this assessment may do this."),
    code="not_of_the_team",
)
CHIEF = Policy(roles=("section_chief",))
CHIEF_OR_SYSTEM = Policy(roles=("section_chief", SYSTEM_ROLE))
OFFICER = Policy(roles=("programme_officer",))
OFFICER_OR_CHIEF = Policy(roles=("programme_officer", "section_chief"))
APPROVER = Policy(roles=("approving_officer",))
STATE = Policy(
    roles=("ms_authority",),
    binds=_of_this_state,
    sentence=_("Only the authority of the requesting State may do this."),
    code="not_the_state",
)
