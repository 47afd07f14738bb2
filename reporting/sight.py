"""Which requests a figure counts, and how few it must not tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from ta_requests.models import Request
from ta_requests.models.request import RequestQuerySet
from workflows.actors import PUBLIC, SYSTEM, Actor
from workflows.principal import briefly_as, speaking_as

FEWEST: Final = 3
"""A public cell that stands for fewer requests is not told (DOMAIN 4.10)."""


@dataclass(frozen=True)
class Sight:
    """The requests that are counted, and from how many on a cell is told."""

    requests: RequestQuerySet
    fewest: int = 0

    def tells(self, requests: int) -> bool:
        """Tell whether a cell that stands for so many requests may be shown."""
        return requests >= self.fewest


def sight_of(actor: Actor) -> Sight:
    """Return the sight of somebody who is signed in: all that they may read anyway."""
    return Sight(Request.objects.visible_to(actor))


@contextmanager
def published() -> Iterator[Sight]:
    """Open the sight of the public: only requests whose State consented to it.

    Sums need rows that no visitor may read one by one (money, turns), so the system reads them;
    whatever is counted must begin with ``sight.requests``. Which requests those are is asked as the
    public, so that the database alone would keep the others in as well.
    """
    with speaking_as(PUBLIC):
        shown = list(Request.objects.visible_to(PUBLIC).values_list("pk", flat=True))
        with briefly_as(SYSTEM):
            yield Sight(Request.objects.filter(pk__in=shown), fewest=FEWEST)
