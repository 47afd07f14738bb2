"""Every page of the portal beside its call of the API, on a database with a little of everything.

The lists among them are short here; those that may be long are measured on a thousand requests.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from functools import partial

from tests.bench.client import Ask, Result, request, spell, visit
from tests.bench.pairs import call_of
from tests.bench.people import session_of, token_of
from tests.bench.saying import say
from tests.bench.server import serving
from tests.laboratory import Laboratory, pointed_at
from tests.portal.posts.cases import STEPS
from tests.portal.posts.pages import LISTS, OBJECTS, Page, above, parent
from tests.portal.test_desks import life
from tests.world import World, make_world

SECONDS, WARM_SECONDS, TURNS, CONNECTIONS = 0.5, 0.1, 2, 4
BAR = 3.0
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Pair:
    """One page and its call, as somebody asks for them."""

    route: str
    page: bytes
    call: bytes


@dataclass(frozen=True)
class Seen:
    """What a page and its call took, in milliseconds (p50), and whether all answers were 200."""

    route: str
    page: float
    call: float
    fine: bool

    @property
    def ratio(self) -> float:
        """Return how many calls a page takes."""
        return self.page / self.call


def measure(laboratory: Laboratory) -> list[Seen]:
    """Make one of everything, then measure each page and its call in turns."""
    name = laboratory.clone()
    with pointed_at(name):
        pairs = _prepared(make_world())
    say(f"{len(pairs)} pages with a call of their own")
    with serving(name) as port:
        return sorted((_seen(port, pair) for pair in pairs), key=lambda one: -one.ratio)


def _prepared(world: World) -> list[Pair]:
    life(world)
    sessions: dict[str, str] = {}
    tokens: dict[str, str] = {}
    pairs = []
    for route, (who, url) in sorted(_opened(world).items()):
        call = call_of(route)
        if call is None:
            continue
        if who not in sessions:
            sessions[who] = session_of(world, who)
            tokens[who] = token_of(world, who)
        found = ID.search(url)
        path = call.format(pk=found.group() if found else "")
        asked = request("GET", f"/api/v1{path}", token=tokens[who])
        pairs.append(Pair(route, visit(url, session=sessions[who]), asked))
    return pairs


def _opened(world: World) -> dict[str, Page]:
    """Return every page by its route; a case and a step of it are of one object."""
    known = {**LISTS, **OBJECTS}
    places = {}
    for route in known.keys() - {parent(step) for step in STEPS}:
        places[route] = known[route](world)
        if route in STEPS and parent(route) in known:
            places[parent(route)] = above(places[route])
    return places


def _seen(port: int, pair: Pair) -> Seen:
    asks: dict[str, Ask] = {"page": partial(bytes, pair.page), "call": partial(bytes, pair.call)}
    found = {name: Result() for name in asks}
    for ask in asks.values():
        spell(port, ask, seconds=WARM_SECONDS, connections=CONNECTIONS)
    for _turn in range(TURNS):
        for name, ask in asks.items():
            found[name].add(spell(port, ask, seconds=SECONDS, connections=CONNECTIONS))
    page, call = found["page"], found["call"]
    fine = set(page.statuses) == set(call.statuses) == {200}
    return Seen(pair.route, page.quantile(50), call.quantile(50), fine)


def tell(laboratory: Laboratory) -> None:
    """Measure every page and print the table, the dearest first."""
    seen = measure(laboratory)
    say(f"\n{'page':58}{'p50 ms':>9}{'call ms':>9}{'ratio':>8}")
    for one in seen:
        told = "" if one.fine else "   not every answer was 200"
        say(f"{one.route:58}{one.page:9.1f}{one.call:9.1f}{one.ratio:8.2f}{told}")
    over = sum(one.ratio > BAR for one in seen)
    say(f"{len(seen)} pages, {over} over {BAR:.2f} calls; the median takes {median(seen):.2f}")


def median(seen: list[Seen]) -> float:
    """Return the ratio of the page in the middle."""
    return statistics.median(one.ratio for one in seen)
