"""Who may act on a request and on its circulation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import Channel
from workflows.actors import Actor
from workflows.moves import Policy


def of_this_state(subject: Any, actor: Actor) -> bool:
    """Tell whether the actor speaks for the requesting State."""
    return actor.organisation_id is not None and subject.organisation_id == actor.organisation_id


def _writes_it(subject: Any, actor: Actor) -> bool:
    if of_this_state(subject, actor):
        return actor.has("ms_drafter", "ms_authority")
    return actor.has("programme_officer") and subject.channel == Channel.PAPER


def _begins_it(subject: Any, actor: Actor) -> bool:
    if subject.channel == Channel.PAPER:
        return actor.has("programme_officer")
    return actor.has("ms_drafter") and of_this_state(subject, actor)


BEGINNERS = Policy(
    roles=("ms_drafter", "programme_officer"),
    binds=_begins_it,
    sentence=_("A request is begun by its State, or by a programme officer from a paper note."),
    code="not_the_state",
)
AUTHORS = Policy(
    roles=("ms_drafter", "ms_authority", "programme_officer"),
    binds=_writes_it,
    sentence=_("Only the requesting State may rewrite its request."),
    code="not_the_state",
)
AUTHORITY = Policy(
    roles=("ms_authority",),
    binds=of_this_state,
    sentence=_("Only the authority of the requesting State may do this."),
    code="not_the_state",
)
OFFICER = Policy(roles=("programme_officer",))
CHIEF = Policy(roles=("section_chief",))
APPROVER = Policy(roles=("approving_officer",))


def _attaches(subject: Any, actor: Actor) -> bool:
    return actor.has("programme_officer", "section_chief") or of_this_state(subject, actor)


ATTACHERS = Policy(
    roles=("ms_drafter", "ms_authority", "programme_officer", "section_chief"),
    binds=_attaches,
    sentence=_("Only the requesting State and the officers of its case attach documents."),
    code="not_the_state",
)
