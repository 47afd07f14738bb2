"""Which walks there are, and which are open to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import NotFound, Sentence
from portal.guide.assessing import ASSESSMENT
from portal.guide.audit import AUDIT
from portal.guide.casework import CASEWORK
from portal.guide.delivery import DELIVERY
from portal.guide.donor import DONOR
from portal.guide.finance import FINANCE
from portal.guide.people import PEOPLE
from portal.guide.relations import RELATIONS
from portal.guide.scenes import Walk
from workflows.actors import Actor

WALKS: Final = {
    walk.key: walk
    for walk in (DONOR, CASEWORK, ASSESSMENT, RELATIONS, FINANCE, DELIVERY, AUDIT, PEOPLE)
}


@dataclass(frozen=True)
class Way:
    """A way to a walk: its words, its address, and how many of its scenes are behind."""

    title: Sentence
    url: str
    done: int = 0
    scenes: int = 0

    @property
    def progress(self) -> str:
        """Say how far one has come."""
        return gettext("%(done)s of %(all)s") % {"done": self.done, "all": self.scenes}

    @property
    def is_done(self) -> bool:
        """Tell whether it was walked to its end."""
        return bool(self.scenes) and self.done == self.scenes


def walk_of(key: str, actor: Actor) -> Walk:
    """Return one walk.

    Raises:
        NotFound: there is none, or it is the part of others.
    """
    walk = WALKS.get(key)
    if walk is None or not actor.has(*walk.roles):
        raise NotFound
    return walk


def ways_of(actor: Actor, learnt: Sequence[str]) -> list[Way]:
    """Return the ways to all that a person may practise; a State has a request of its own."""
    found = [_way(walk, learnt) for walk in WALKS.values() if actor.has(*walk.roles)]
    if actor.sees("state"):
        found.insert(0, Way(_("Learn with a practice request"), reverse("portal:practice")))
    return found


def _way(walk: Walk, learnt: Sequence[str]) -> Way:
    done = sum(walk.lesson(scene) in learnt for scene in walk.scenes)
    return Way(walk.title, reverse("portal:learn", args=[walk.key]), done, len(walk.scenes))
